/** What the clients made from the documents' samples have in common. */

/** What the samples take from the machine: the time in epoch milliseconds, and a pause. */
export interface Time {
  now(): number;
  sleep(seconds: number): Promise<void>;
}

export type Json = Readonly<Record<string, unknown>>;

/** An answer that the client gives up on. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;

  constructor(response: Response, body: Json) {
    super(`HTTP ${response.status}`);
    this.status = response.status;
    this.body = body;
    this.headers = response.headers;
  }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const JSON_TYPE = { 'content-type': 'application/json' };

/** @throws {HttpError} for anything but a 2xx */
export async function parse(response: Response): Promise<Json> {
  const body = (await response.json()) as Json;
  if (!response.ok) throw new HttpError(response, body);
  return body;
}

export const postForm = (url: string, fields: Readonly<Record<string, string>>): Promise<Json> =>
  fetch(url, { method: 'POST', headers: FORM, body: new URLSearchParams(fields) }).then(parse);
