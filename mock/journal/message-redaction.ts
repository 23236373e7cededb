/** Takes secrets out of headers and bodies before the journal keeps them, and keeps only so much of each. */
import { REDACTED } from './path-redaction.ts';
import { ALWAYS_SECRET, linkParameters, looksSecret, OFTEN_SECRET, redactText } from './journal-redaction.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';

/** Characters of a body, and of a header's value, that are kept. */
const LONGEST_BODY = 8_192;
const LONGEST_VALUE = 1_024;
const MOST_HEADERS = 64;

/** Shorter texts are no secrets worth hiding wherever they come up, and would hide half of what is there. */
export const SHORTEST_SECRET = 8;

/** Bytes of a body that is read at all in order to take its secrets out. */
const LONGEST_READ = 65_536;

/** Of a JSON Web Key (RFC 7518 §6.2.2). */
const PRIVATE_PART = 'd';

/** Headers that hold secrets whatever the contract says. */
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

export interface MessageRedactor {
  /** @param raw names and values in turn. @param secrets values that came with the request and are shown nowhere */
  headers(raw: readonly string[], secrets: readonly string[]): readonly (readonly [string, string])[];
  /** @param type media type in lower case. @returns undefined where there is no body */
  body(text: string | Buffer | undefined, type: string | undefined, secrets: readonly string[]): string | undefined;
}

/** Every property of the contract that is declared a password. */
function declaredSecrets(document: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<object>();
  const look = (node: unknown, name: string): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if ((node as { format?: unknown }).format === 'password') names.add(name);
    for (const [key, value] of Object.entries(node)) look(value, key);
  };
  look(document, '');
  // Where they are declared as a parameter or a form's field; in answers they name other things.
  for (const name of ['schema', 'items', 'code', 'key', 'session']) names.delete(name);
  return names;
}

/** Characters that mean something in a regular expression. */
const MEANT = /[$()*+.?[\\\]^{|}-]/g;

/** The secrets that the contract gives out itself, in one expression; the longest first, since one may begin another. */
function seededSecrets({ seed: { clients = [], keys = [] } }: CompiledContract): RegExp {
  const secrets = [...clients.map(({ client_secret: secret }) => secret), ...keys.map(({ secret }) => secret)];
  const texts = [...new Set(secrets)]
    .filter((text): text is string => (text?.length ?? 0) >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return texts.length === 0 ? /(?!)/g : new RegExp(texts.map((text) => text.replace(MEANT, '\\$&')).join('|'), 'g');
}

/** Fields of a URL's query or fragment, wherever a URL stands. */
const URL_FIELD = /([?&#])([\w.-]{1,64})=([^&#"'\s<>]+)/g;

export function createMessageRedactor(contract: CompiledContract): MessageRedactor {
  const seeded = seededSecrets(contract);
  const declared = declaredSecrets(contract.document);
  const parts = contract.methods
    .flatMap((method) => method.parts)
    .filter(({ part, in: place }) => place === 'header' && part !== 'id' && part !== 'timestamp')
    .map(({ name }) => name);
  const stepUps = contract.operations.flatMap(({ stepUp }) => (stepUp ? [stepUp.header.toLowerCase()] : []));
  const parameters = contract.operations
    .flatMap((operation) => operation.parameters)
    .filter(({ in: place, secret }) => place === 'header' && secret)
    .map(({ name }) => name.toLowerCase());
  const plainHeaders = new Set(
    contract.operations
      .flatMap((operation) => operation.parameters)
      .filter(({ in: place, secret }) => place === 'header' && !secret)
      .map(({ name }) => name.toLowerCase()),
  );
  const links = new Set(contract.operations.flatMap(linkParameters));
  const headers = new Set([...SECRET_HEADERS, ...parts, ...stepUps, ...parameters]);

  const isSecret = (name: string): boolean =>
    declared.has(name) || ALWAYS_SECRET.has(name.toLowerCase()) || name === PRIVATE_PART || looksSecret(name);
  // Another provider's header, sent here by mistake, holds another provider's secret.
  const isSecretHeader = (name: string): boolean =>
    headers.has(name) || (!plainHeaders.has(name) && isSecret(name.replace(/^x-/, '').replaceAll('-', '_')));
  const isSecretField = (name: string): boolean => isSecret(name) || OFTEN_SECRET.has(name.toLowerCase());

  const without = (text: string, secrets: readonly string[]): string =>
    redactText(
      secrets.reduce((kept, secret) => kept.replaceAll(secret, REDACTED), text.replace(seeded, REDACTED)),
    ).replace(URL_FIELD, (whole, mark: string, name: string) =>
      isSecretField(name) || links.has(name) ? `${mark}${name}=${REDACTED}` : whole,
    );

  const hideIn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hideIn);
    if (typeof value !== 'object' || value === null) return value;
    // `code` is an error's as often as a grant's.
    const hides = 'grant_type' in value ? isSecretField : isSecret;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        hides(name) && (typeof inner === 'string' || typeof inner === 'number') && inner !== ''
          ? REDACTED
          : hideIn(inner),
      ]),
    );
  };

  const form = (text: string): string =>
    text
      .split('&')
      .map((pair) => {
        const [name = '', value] = pair.split('=', 2);
        return value !== undefined && value !== '' && isSecretField(decoded(name)) ? `${name}=${REDACTED}` : pair;
      })
      .join('&');

  return {
    headers(raw, secrets) {
      const kept: (readonly [string, string])[] = [];
      for (let i = 0; i < raw.length && kept.length < MOST_HEADERS; i += 2) {
        const name = raw[i]!;
        const value = raw[i + 1]!;
        kept.push([
          name,
          isSecretHeader(name.toLowerCase()) ? masked(name, value) : cut(without(value, secrets), LONGEST_VALUE),
        ]);
      }
      return kept;
    },
    body(body, type = '', secrets) {
      if (body === undefined || body.length === 0) return undefined;
      if (body.length > LONGEST_READ) return `<${body.length} bytes, too long to keep>`;
      const text = body.toString();
      if (type.startsWith('text/html')) return `<a page of ${body.length} bytes>`;
      if (type === 'application/x-www-form-urlencoded') return cut(without(form(text), secrets), LONGEST_BODY);
      try {
        return cut(without(JSON.stringify(hideIn(JSON.parse(text))), secrets), LONGEST_BODY);
      } catch {
        // What is no JSON is a form sent as something else, or nothing that could be searched for names.
        if (/^[\w.%+-]+=[^\s]*$/.test(text)) return cut(without(form(text), secrets), LONGEST_BODY);
        return /json|text|xml/.test(type) ? `<${body.length} bytes that are no ${type}>` : `<${body.length} bytes>`;
      }
    },
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Which scheme an Authorization header has is no secret, and often the mistake. */
function masked(name: string, value: string): string {
  if (name.toLowerCase() !== 'authorization') return REDACTED;
  const [, scheme] = /^(\w{1,16}) /.exec(value) ?? [];
  return scheme === undefined ? REDACTED : `${scheme} ${REDACTED}`;
}
