/**
 * Takes secrets out of URLs and log lines before anything keeps them.
 *
 * @see RFC 6750 §5.3 on tokens in URLs
 */
import type { CompiledOperation, CompiledParameter, CompiledContract } from '../contract/compiled-contract.ts';
import { REDACTED, secretPaths } from './path-redaction.ts';
import type { SecretPath } from './path-redaction.ts';

/** Query parameters that carry a secret wherever they come up, whatever the contract says. */
export const ALWAYS_SECRET: ReadonlySet<string> = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'session_token',
  'client_secret',
  'secret',
  'password',
  'passwd',
  'code_verifier',
  'assertion',
  'client_assertion',
  'api_key',
  'apikey',
  'authorization',
  'jwt',
]);

/** Those that often do, unless the operation declares them and does not call them secret. */
export const OFTEN_SECRET: ReadonlySet<string> = new Set(['code', 'key', 'otp', 'pin', 'signature', 'sig', 'session']);

/** Names that hold a secret nobody declared: `webhookSecret`, `new_password`, `privateKey`. */
const LOOKS_SECRET = /secret|passw|private_?key|api_?key|_token$|[a-z]Token$|otp_code|verifier|^credential/i;

/** Names that look so and tell only of which kind a token is. */
const TELLS_KIND = new Set(['token_type', 'token_use', 'api_key_id', 'token_type_hint']);

export const looksSecret = (name: string): boolean => LOOKS_SECRET.test(name) && !TELLS_KIND.has(name);

/** Runs of characters bounded by others, so that no input takes more than one pass. */
const JWT = /\beyJ[\w-]{6,}(?:\.[\w-]*)*/g;
const SCHEME = /\b(bearer|basic)\s+[^\s"',;]{8,}/gi;

/** Takes out of a log line what looks like a JWT, or stands after `Bearer` or `Basic`. */
export function redactText(text: string): string {
  return text.replace(SCHEME, `$1 ${REDACTED}`).replace(JWT, REDACTED);
}

/** Takes the secrets out of a URL (path and query as sent) on its way to `operation`, or to none. */
export type Redactor = (operation: CompiledOperation | undefined, url: string) => string;

interface Names {
  readonly secret: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

const namesOf = (parameters: readonly CompiledParameter[]): string[] =>
  parameters.map(({ name }) => name.toLowerCase());

/** Headers too: a client may put into the query what belongs into one. */
const secretNames = ({ parameters }: CompiledOperation): string[] =>
  namesOf(parameters.filter((parameter) => parameter.secret && parameter.in !== 'path'));

const plainNames = ({ parameters }: CompiledOperation): string[] =>
  namesOf(parameters.filter((parameter) => !parameter.secret && parameter.in === 'query'));

/** What a sign-on link's parameters hold opens a session. */
export function linkParameters({ action }: CompiledOperation): readonly string[] {
  if (action.type === 'link.redeem') return action.token_parameter === undefined ? [] : [action.token_parameter];
  return action.type === 'sso.enter' ? [action.data_parameter ?? 'data', action.encrypted_parameter ?? 'e_data'] : [];
}

function decodedName(raw: string): string {
  let name = raw.replaceAll('+', ' ');
  try {
    name = decodeURIComponent(name);
  } catch {
    // Not decodable: compared as it came.
  }
  return name.toLowerCase().replace(/\[.*$/, '').trim();
}

function redactQuery(query: string, { secret, plain }: Names): string {
  return query
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals === -1) return pair;
      const name = decodedName(pair.slice(0, equals));
      const underscored = name.replaceAll('-', '_');
      const hidden =
        secret.has(name) ||
        ALWAYS_SECRET.has(underscored) ||
        // Another provider's credential, sent here by mistake, is a secret all the same.
        ((OFTEN_SECRET.has(name) || looksSecret(underscored)) && !plain.has(name));
      return hidden ? `${pair.slice(0, equals)}=${REDACTED}` : pair;
    })
    .join('&');
}

export function createRedactor(contract: CompiledContract): Redactor {
  const parts = contract.methods.flatMap((method) => method.parts);
  const credentialNames = parts
    .filter((part) => part.in !== 'authorization' && part.part !== 'id' && part.part !== 'timestamp')
    .map(({ name }) => name.toLowerCase());
  const anywhere = contract.operations.flatMap((operation) => [
    ...secretNames(operation),
    ...linkParameters(operation),
  ]);
  const secret = new Set([...credentialNames, ...anywhere.map((name) => name.toLowerCase())]);
  const names = new Map<CompiledOperation, Names>();
  const paths = new Map<CompiledOperation, SecretPath>();
  for (const operation of contract.operations) {
    names.set(operation, { secret, plain: new Set(plainNames(operation)) });
    const path = secretPaths(operation);
    if (path) paths.set(operation, path);
  }
  const unknown: Names = { secret, plain: new Set() };
  const everyPath = [...paths.values()];

  const redactPath = (operation: CompiledOperation | undefined, path: string): string => {
    if (operation) return paths.get(operation)?.(path, true) ?? path;
    // A wrong method on a right path still carries the secret.
    return everyPath.reduce((text, redact) => redact(text, false), path);
  };

  return (operation, url) => {
    const mark = url.indexOf('?');
    // The start of every JWT: rare enough to cost nothing, telling enough to look closer.
    const suspicious = url.includes('eyJ');
    if (mark === -1 && !suspicious && (operation ? !paths.has(operation) : everyPath.length === 0)) return url;
    const path = redactPath(operation, mark === -1 ? url : url.slice(0, mark));
    const query =
      mark === -1 ? '' : `?${redactQuery(url.slice(mark + 1), (operation && names.get(operation)) ?? unknown)}`;
    return suspicious ? redactText(path + query) : path + query;
  };
}
