/** Small contracts for tests of what OpenAPI says: one key for each of two tenants, and refusals in one form. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Test } from 'tap';
import { resultText, verify } from '../../conformance/library.ts';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { jsonClient } from './json-client.ts';
import type { Send } from './json-client.ts';

type Json = Readonly<Record<string, unknown>>;

/** Each with the failures that it words. */
const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  '400': ['invalid_request'],
  '401': ['invalid_credentials', 'missing_credentials'],
  '403': ['insufficient_scope'],
  '404': ['not_found'],
  '409': ['conflict'],
  '415': ['unsupported_media_type'],
};

const refusal = (...failures: readonly string[]): Json => ({
  description: 'Refused.',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['error'],
        properties: { error: { type: 'string', 'x-fill': 'failure.detail' } },
      },
      examples: { refused: { 'x-failure': failures, value: { error: 'No.' } } },
    },
  },
});

export const refusals: Json = Object.fromEntries(
  Object.keys(REFUSALS).map((status) => [status, { $ref: `#/components/responses/R${status}` }]),
);

/** A response with a JSON body. */
export const answer = (schema: Json, example?: unknown): Json => ({
  description: 'Good.',
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
});

export const ref = (schema: string): Json => ({ $ref: `#/components/schemas/${schema}` });

/** An operation with a key and every refusal. */
export const operation = (operationId: string, action: Json, more: Json = {}): Json => ({
  operationId,
  summary: operationId,
  'x-action': action,
  ...more,
  responses: { ...refusals, ...(more['responses'] as Json | undefined) },
});

/** A resource `thing` with a made id and a name. */
export const THING: Json = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'string', readOnly: true, 'x-id': { prefix: 'th_', alphabet: 'hex', length: 8 } },
    name: { type: 'string', minLength: 1, maxLength: 60 },
  },
  'x-resource': { name: 'thing', id: 'id', count: 3 },
};

export const THING_EXAMPLE = { id: 'th_00000001', name: 'Lamp' };

export const body = (schema: Json, example: unknown, type = 'application/json'): Json => ({
  requestBody: { required: true, content: { [type]: { schema, example } } },
});

export const listOf = (schema: string, example: unknown): Json =>
  answer({ type: 'array', items: ref(schema) }, [example]);

interface Parts {
  readonly paths: Json;
  readonly schemas?: Json;
  readonly securitySchemes?: Json;
  readonly credentials?: Json;
  readonly seed?: Json;
  readonly root?: Json;
}

export function contractText({
  paths,
  schemas = {},
  securitySchemes = {},
  credentials = {},
  seed,
  root,
}: Parts): string {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Small', version: '1' },
    servers: [{ url: 'https://api.small.test' }],
    security: [{ Key: [] }],
    'x-credentials': { key: { kind: 'api_key' }, ...credentials },
    'x-unmatched': {
      unknown_path: { $ref: '#/components/responses/R404' },
      method_not_allowed: { $ref: '#/components/responses/R405' },
    },
    'x-seed': {
      tenants: [{ id: 'north' }, { id: 'south' }],
      keys: ['north', 'south'].map((tenant) => ({
        credential: 'key',
        id: `key-${tenant}`,
        secret: `sandbox-${tenant}-secret`,
        tenant,
      })),
      ...seed,
    },
    ...root,
    paths,
    components: {
      schemas,
      securitySchemes: {
        Key: { type: 'apiKey', in: 'header', name: 'X-Key', 'x-verify': { credential: 'key' } },
        ...securitySchemes,
      },
      responses: {
        ...Object.fromEntries(
          Object.entries(REFUSALS).map(([status, failures]) => [`R${status}`, refusal(...failures)]),
        ),
        R405: {
          ...refusal('method_not_allowed'),
          headers: { Allow: { schema: { type: 'string' }, 'x-fill': 'allow' } },
        },
      },
    },
  };
  return JSON.stringify(document, null, 2);
}

export const KEY = { 'x-key': 'sandbox-north-secret' };

export interface Served {
  readonly url: string;
  /** With the key of the tenant `north`. */
  readonly api: Send;
  /** Without any credential. */
  readonly bare: Send;
  readonly sandbox: SandboxHandle;
  /** Where the contract stands. */
  readonly file: string;
}

/** Starts a sandbox that checks its own answers, and ends it with the test. */
export async function serve(t: Test, parts: Parts | string, name = 'small.json'): Promise<Served> {
  const file = join(t.testdir({}), name);
  await writeFile(file, typeof parts === 'string' ? parts : contractText(parts));
  return serveFile(t, file);
}

export async function serveFile(t: Test, file: string): Promise<Served> {
  const sandbox = await startSandbox({ contracts: [file], strict: true });
  t.teardown(() => sandbox[Symbol.asyncDispose]());
  const url = sandbox.url(basename(file).replace(/\.\w+$/, ''));
  return { url, api: jsonClient(url, KEY), bare: jsonClient(url), sandbox, file };
}

/** The suite finds nothing wrong with the sandbox's own service of the contract. */
export async function verified(t: Test, { file }: Served): Promise<void> {
  const { results, totals } = await verify({ contract: file, target: 'mock' });
  const wrong = results.filter(({ outcome }) => ['failed', 'warned', 'error'].includes(outcome.state));
  t.strictSame(wrong.map(resultText), [], 'verify');
  t.ok(totals.passed > 0, `${totals.passed} checks passed`);
}
