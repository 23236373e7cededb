/** A client of the control plane that holds every answer against `specs/control.yaml`. */
import assert from 'node:assert/strict';
import { request as send } from 'node:http';
import { at } from '../contract/openapi-document.ts';
import type { Response } from '../contract/openapi-document.ts';
import { CONTROL_DOCUMENT as document, CONTROL_ROUTES } from '../control/control-document.ts';
import { matchRoutes } from '../control/control-routes.ts';
import { createValidators } from '../request/validators.ts';

const validators = createValidators(document);

export interface ControlReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // What a test reads of an answer is what it asserts.
  readonly body: Record<string, unknown>;
}

export interface ControlOptions {
  readonly headers?: Record<string, string>;
  /** Sent as it is, instead of JSON. */
  readonly text?: string;
}

export type ControlClient = (
  method: string,
  path: string,
  body?: unknown,
  options?: ControlOptions,
) => Promise<ControlReply>;

/** JSON pointer of what an operation answers with a status, references followed once. */
function responsePointer(method: string, path: string, status: number): string | undefined {
  const match = matchRoutes(CONTROL_ROUTES, path.split('?', 1)[0]!.split('/').slice(1)).get(method);
  if (!match) return undefined;
  const template = `/${match.route.segments.join('/')}`.replaceAll('/', '~1');
  const pointer = `#/paths/${template}/${method.toLowerCase()}/responses/${status}`;
  const response = at(document, pointer) as Response | undefined;
  assert(response, `${method} ${path} answered ${status}, which control.yaml does not declare`);
  return response.$ref ?? pointer;
}

function check(method: string, path: string, reply: ControlReply): void {
  const pointer = responsePointer(method, path, reply.status);
  if (pointer === undefined || reply.status === 204) return;
  const type = String(reply.headers['content-type']).split(';', 1)[0]!;
  const schema = `${pointer}/content/${type.replaceAll('/', '~1')}/schema`;
  assert(
    at(document, schema),
    `${method} ${path} answered ${reply.status} as ${type}, which control.yaml does not declare`,
  );
  assert.deepEqual(validators.at(schema, reply.body), [], `${method} ${path} ${reply.status}`);
}

/** @param base of the control plane: `http://127.0.0.1:4010/_tollgate` */
export function controlClient(base: string): ControlClient {
  return async (method, path, body, { headers = {}, text } = {}) => {
    const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const reply = await new Promise<ControlReply>((resolve, reject) => {
      const type = payload === undefined ? {} : { 'content-type': 'application/json' };
      const request = send(base + path, { method, headers: { ...type, ...headers } }, (response) => {
        let received = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => (received += chunk))
          .on('end', () => {
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              body: received === '' ? {} : (JSON.parse(received) as Record<string, unknown>),
            });
          });
      });
      request.on('error', reject).end(payload);
    });
    check(method, path, reply);
    return reply;
  };
}
