/** The box's OpenAPI document as the page reads it: operations by topic, schemas by name, an example for each request. */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly additionalProperties?: Schema | boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly access: 'anyone' | 'viewer' | 'operator' | 'admin';
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly status: string;
  /** Of the answer; without a schema it is a stream. */
  readonly media: string;
  readonly answer: Schema | undefined;
}

export interface ApiDocument {
  /** In the order of the document. */
  readonly topics: ReadonlyMap<string, readonly Operation[]>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface Told {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-access': Operation['access'];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export function readDocument(document: unknown): ApiDocument {
  const { paths, components } = document as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Told>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  };
  const operations = Object.entries(paths).flatMap(([path, told]) =>
    Object.entries(told).map(([method, each]) => ({ topic: each.tags[0]!, operation: operationOf(method.toUpperCase(), path, each) })),
  );
  const topics = Map.groupBy(operations, ({ topic }) => topic);
  return { topics: new Map([...topics].map(([topic, all]) => [topic, all.map((each) => each.operation)])), schemas: components.schemas };
}

function operationOf(method: string, path: string, told: Told): Operation {
  const [status, response] = Object.entries(told.responses).find(([code]) => code !== 'default')!;
  const [media, { schema }] = Object.entries(response.content ?? {})[0] ?? ['', {}];
  return {
    method,
    path,
    summary: told.summary,
    access: told['x-access'],
    parameters: told.parameters,
    body: told.requestBody?.content['application/json']?.schema,
    status,
    media,
    answer: schema,
  };
}

/** What a reference leads to, with its name. */
export function resolved(schema: Schema, schemas: ApiDocument['schemas']): { readonly name: string | undefined; readonly schema: Schema } {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? { name, schema } : { name, schema: { ...schemas[name], ...without(schema) } };
}

function without({ $ref: _, ...rest }: Schema): Schema {
  return rest;
}

/** A request as one types it in a terminal; what differs from call to call is in capitals. */
export function curlOf({ method, path, access, body, parameters }: Operation, origin: string, schemas: ApiDocument['schemas']): string {
  const needed = parameters.filter((each) => each.in === 'query' && each.required).map(({ name }) => `${name}=VALUE`);
  const url = `${origin}${path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}${needed.length > 0 ? `?${needed.join('&')}` : ''}`;
  const lines = [
    `curl ${origin.startsWith('https:') ? '--cacert holdfast-ca.crt ' : ''}${method === 'GET' ? '' : `-X ${method} `}'${url}'`,
    ...(access === 'anyone' ? [] : [`-H "Authorization: Bearer $TOKEN"`]),
    ...(method === 'GET' ? [] : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body ? exampleOf(body, schemas) : {})}'`]),
  ];
  return lines.join(' \\\n  ');
}

/** Of what is required; optional fields are left out. */
export function exampleOf(given: Schema, schemas: ApiDocument['schemas'], depth = 0): unknown {
  const { schema } = resolved(given, schemas);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const first = (schema.oneOf ?? schema.anyOf)?.[0];
  if (first) return depth > 4 ? null : exampleOf(first, schemas, depth + 1);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'object') {
    const needed = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
    return Object.fromEntries(needed.map(([name, each]) => [name, depth > 4 ? null : exampleOf(each, schemas, depth + 1)]));
  }
  if (type === 'array') return schema.items && depth < 4 ? [exampleOf(schema.items, schemas, depth + 1)] : [];
  return { string: 'TEXT', integer: 1, number: 1, boolean: true }[type ?? ''] ?? null;
}
