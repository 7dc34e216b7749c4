/** German: the readable page of the API. */
import type { apiPage as source } from '../en/api.ts';
import type { Translated } from '../texts.ts';

export const apiPage: Translated<typeof source> = {
  'api.title': 'Die Programmierschnittstelle',
  'api.lead':
    'Alles, was diese Seiten tun, können auch Skripte. Dazu unter „Einstellungen“ ein API-Token anlegen und mit jeder Anfrage senden.',
  'api.document': 'Dasselbe als OpenAPI 3.1',
  'api.groups': 'Themen',
  'api.who.anyone': 'Alle',
  'api.who.viewer': 'Ab Betrachter',
  'api.who.operator': 'Ab Bediener',
  'api.who.admin': 'Nur Verwalter',
  'api.parameters': 'Parameter',
  'api.body': 'Inhalt der Anfrage',
  'api.answer': 'Antwort ({status})',
  'api.answer.file': 'Ein Datenstrom vom Typ {type}.',
  'api.example': 'Beispiel',
  'api.optional': 'freiwillig',
  'api.in.path': 'in der Adresse',
  'api.in.query': 'in der Abfrage',
  'api.shape': 'Was darin steht',
  'api.failures': 'Fehler',
  'api.failures.lead': 'Jeder Fehler kommt als application/problem+json mit einem Code, der in allen Versionen gleich bleibt.',
};
