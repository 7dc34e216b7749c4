/** Spanish: the readable page of the API. */
import type { apiPage as source } from '../en/api.ts';
import type { Translated } from '../texts.ts';

export const apiPage: Translated<typeof source> = {
  'api.title': 'La API',
  'api.lead':
    'Todo lo que hacen estas páginas también lo pueden hacer los scripts. Cree un token de API en Ajustes y envíelo con cada petición.',
  'api.document': 'Lo mismo como OpenAPI 3.1',
  'api.groups': 'Temas',
  'api.who.anyone': 'Cualquiera',
  'api.who.viewer': 'Desde observador',
  'api.who.operator': 'Desde operador',
  'api.who.admin': 'Solo administradores',
  'api.parameters': 'Parámetros',
  'api.body': 'Contenido de la petición',
  'api.answer': 'Respuesta ({status})',
  'api.answer.file': 'Un flujo de datos de tipo {type}.',
  'api.example': 'Ejemplo',
  'api.optional': 'opcional',
  'api.in.path': 'en la dirección',
  'api.in.query': 'en la consulta',
  'api.shape': 'Qué contiene',
  'api.failures': 'Fallos',
  'api.failures.lead': 'Cada fallo llega como application/problem+json con un código que no cambia entre versiones.',
};
