/**
 * The API as an OpenAPI document, made from the same routes that serve it.
 *
 * Source: OpenAPI Specification 3.1.1; its schemas are JSON Schema 2020-12, which zod writes.
 */
import * as z from 'zod';
import { Problem } from './contract/index.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** `version` is the box's. */
export function openApiOf(routes: readonly Route[], version: string): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  const failure = { description: 'A failure', content: { 'application/problem+json': { schema: schemaOf(Problem, 'output', schemas) } } };
  return {
    openapi: '3.1.1',
    info: {
      title: 'Holdfast',
      version,
      description: 'The box by HTTP: everything its page does.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      responses: { Failure: failure },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-holdfast', description: 'a person who signed in' },
        token: { type: 'http', scheme: 'bearer', description: 'an API token of the box' },
      },
    },
  };
}

function operationOf(route: Route, schemas: Json): Json {
  const isOpen = route.access === 'anyone';
  return {
    summary: route.summary,
    tags: [route.path.split('/')[2] ?? 'box'],
    'x-access': route.access,
    ...(route.audit ? { 'x-audit': route.audit.action } : {}),
    security: isOpen ? [] : [{ session: [] }, { token: [] }],
    parameters: [...parametersOf(route.params, 'path', schemas), ...parametersOf(route.query, 'query', schemas)],
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input', schemas) } } } }
      : {}),
    responses: { [String(route.status ?? 200)]: answerOf(route, schemas), default: { $ref: '#/components/responses/Failure' } },
  };
}

function parametersOf(shape: Route['query'], place: 'path' | 'query', schemas: Json): Json[] {
  return Object.entries(shape).map(([name, schema]) => {
    const isRequired = place === 'path' || !schema.safeParse(undefined).success;
    return { name, in: place, required: isRequired, schema: schemaOf(schema, 'input', schemas) };
  });
}

function answerOf({ answer, summary }: Route, schemas: Json): Json {
  if (typeof answer === 'string') return { description: summary, content: { [answer]: {} } };
  return { description: summary, content: { 'application/json': { schema: schemaOf(answer, 'output', schemas) } } };
}

/** Schemas with a name go into `named`; what comes back refers to them. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', named: Json): Json {
  // Inside an object, a schema with a name becomes a reference like every other.
  const whole = z.toJSONSchema(z.object({ it: schema }), { io, unrepresentable: 'any', target: 'draft-2020-12' });
  const text = JSON.stringify(whole).replaceAll('#/$defs/', '#/components/schemas/');
  const { properties, $defs } = JSON.parse(text) as { properties: { it: Json }; $defs?: Json };
  for (const [name, definition] of Object.entries($defs ?? {})) {
    const { id: _, ...rest } = definition as Json;
    named[name] = rest;
  }
  return properties.it;
}
