/**
 * A cause as a shell script: one request where it shows by itself, else those that led to it too, each keeping what the
 * next needs. Secrets are the environment variables that the target file names.
 */
import { headerText, urlOptions } from '../../mock/contract/curl-arguments.ts';
import { quote } from '../../mock/contract/shell-quote.ts';
import type { Cause } from '../causes/cause.ts';
import type { Finding } from '../check.ts';
import { isObject, parseJson } from '../driver/json-values.ts';
import type { Exchange } from '../exchange.ts';
import type { Report } from '../verdict-report.ts';

/** Headers that curl makes itself. */
const OWN = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

/** `${NAME}`, as redaction leaves it. */
const VARIABLE = /\$\{([A-Z][A-Z0-9_]*)\}/g;

/** Double quotes where a variable is inside, so that the shell fills it in. */
const word = (text: string): string =>
  text.search(VARIABLE) < 0
    ? quote(text)
    : `"${text
        .split(/(\$\{[A-Z][A-Z0-9_]*\})/)
        .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/[\\"$`]/g, '\\$&')))
        .join('')}"`;

function curl({ method, url, headers, body }: Exchange, options: string): string {
  const words = ['curl', options];
  if (method === 'HEAD') words.push('-I');
  else if (method !== (body === undefined ? 'GET' : 'POST')) words.push('-X', method);
  for (const [name, value] of headers) if (!OWN.has(name.toLowerCase())) words.push('-H', headerText(name, value));
  // curl would call a body a form of its own accord, and read a file for one that begins with @.
  if (body !== undefined) {
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) words.push('-H', 'Content-Type:');
    words.push('--data-raw', body);
  }
  return [...words, ...urlOptions(url), url].map(word).join(' ');
}

/** A request as one line for curl; parts that nobody names a variable for are left to the reader. */
export const curlLine = (exchange: Exchange): string => curl(exchange, '-i');

interface Kept {
  readonly name: string;
  /** As it stands in later requests. */
  readonly value: string;
  /** Takes it out of the answer, which comes on standard input. */
  readonly take: string;
}

/** Shorter values stand in requests by chance. */
const SHORTEST = 6;

function* leaves(value: unknown, path = ''): Generator<readonly [path: string, name: string, value: string]> {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* leaves(item, `${path}[${i}]`);
  else if (isObject(value))
    for (const [name, item] of Object.entries(value)) {
      const at = /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}["${name}"]`;
      if (typeof item === 'string') yield [at, name, item];
      else yield* leaves(item, at);
    }
}

const variableName = (name: string): string =>
  name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .replaceAll(/\W+/g, '_')
    .toUpperCase();

/** What of an answer a later request has in it. */
function keptOf({ answerHeaders, answerBody }: Exchange, later: readonly Exchange[]): Kept[] {
  const text = later.map(({ url, headers, body }) => `${url}\n${headers.flat().join('\n')}\n${body ?? ''}`).join('\n');
  const kept: Kept[] = [];
  const keep = (name: string, value: string, take: string): void => {
    if (value.length < SHORTEST || !text.includes(value) || kept.some((one) => one.value === value)) return;
    const own = value.match(/^\$\{([A-Z0-9_]+)\}$/)?.[1];
    kept.push({ name: own ?? variableName(name), value, take });
  };
  for (const [path, name, value] of leaves(parseJson(answerBody))) keep(name, value, `jq -r '${path}'`);
  for (const [, name = '', value = ''] of (answerHeaders['location'] ?? '').matchAll(/[?&#]([\w.-]+)=([^&#]*)/g))
    keep(name, value, `sed -n 's/^[Ll]ocation:.*[?&]${name}=\\([^&#[:space:]]*\\).*/\\1/p'`);
  for (const [tag] of answerBody.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
    keep(name, /value="([^"]*)"/.exec(tag)?.[1] ?? '', `sed -n 's/.*name="${name}" value="\\([^"]*\\)".*/\\1/p'`);
  }
  const cookie = /^([^=;]+)=([^;]*)/.exec(answerHeaders['set-cookie'] ?? '');
  if (cookie) keep(cookie[1]!, cookie[2]!, `sed -n 's/^[Ss]et-[Cc]ookie: ${cookie[1]!}=\\([^;]*\\).*/\\1/p'`);
  return kept;
}

const withText = (exchange: Exchange, change: (text: string) => string): Exchange => ({
  ...exchange,
  url: change(exchange.url),
  headers: exchange.headers.map(([name, value]) => [name, change(value)] as const),
  body: exchange.body === undefined ? undefined : change(exchange.body),
});

const filled = (exchange: Exchange, known: readonly Kept[]): Exchange =>
  withText(exchange, (text) =>
    known.reduce((out, { name, value }) => (value.startsWith('${') ? out : out.replaceAll(value, `\${${name}}`)), text),
  );

/** Stands for what redaction left out without a name: the check made it, as it makes forged tokens. */
const LEFT_OUT = 'REDACTED';

const asVariable = (exchange: Exchange): Exchange =>
  withText(exchange, (text) => text.replaceAll('[redacted]', `\${${LEFT_OUT}}`));

export interface Reproduction {
  readonly lines: readonly string[];
  /** Whether it is a command of this suite, which makes the situation by itself. */
  readonly command?: true;
}

const sameCall = (a: Exchange, b: Exchange): boolean =>
  a.method === b.method && a.url.split('?')[0] === b.url.split('?')[0];

/** @param variables set where the script is run */
function script(finding: Finding & { readonly exchange: Exchange }, variables: readonly string[]): Reproduction {
  const exchange = asVariable(finding.exchange);
  const before = (finding.steps ?? []).flatMap((step) => ('exchange' in step ? [asVariable(step.exchange)] : []));
  const all = [...before, exchange];
  const known: Kept[] = [];
  const lines = all.map((one, i): string => {
    const own = filled(one, known);
    if (i === all.length - 1) return curl(own, '-i');
    const kept = keptOf(one, all.slice(i + 1)).filter(({ value }) => !known.some((other) => other.value === value));
    known.push(...kept);
    const [first, ...others] = kept;
    // Where headers are needed too, they stand before the body.
    const bodyOnly = kept.every(({ take }) => take.startsWith('jq'));
    const taken = ({ take }: Kept): string =>
      !bodyOnly && take.startsWith('jq') ? `sed '1,/^\\r*$/d' | ${take}` : take;
    const request = curl(own, bodyOnly ? '-s' : '-si');
    if (first === undefined) return `${request} > /dev/null`;
    return others.length === 0
      ? `${first.name}=$(${request} | ${taken(first)})`
      : [`ANSWER=$(${request})`, ...kept.map((one) => `${one.name}=$(printf '%s' "$ANSWER" | ${taken(one)})`)].join(
          '\n',
        );
  });
  const needed =
    before.length > 0 &&
    (lines.at(-1) !== curl(exchange, '-i') ||
      usesAny(exchange, known) ||
      before.some((one) => sameCall(one, exchange)));
  const told = needed ? lines : lines.slice(-1);
  const set = new Set([...variables, ...known.map(({ name }) => name)]);
  const open = new Set(
    [...told.join('\n').matchAll(VARIABLE)].map(([, name]) => name!).filter((name) => !set.has(name)),
  );
  return {
    lines: [
      ...[...open].map(
        (name) =>
          `: "\${${name}:?set it first${name === LEFT_OUT ? ': the check made it, and no report tells it' : ''}}"`,
      ),
      ...told.flatMap((line) => line.split('\n')),
    ],
  };
}

const usesAny = ({ url, headers, body = '' }: Exchange, known: readonly Kept[]): boolean =>
  known.some(({ value }) => `${url}\n${headers.flat().join('\n')}\n${body}`.includes(value));

/** What has to be known of a run. */
export interface Told {
  readonly target: Pick<Report['target'], 'variables' | 'anew'>;
}

/** The command that makes the situation of a check anew, where its sandbox is gone. */
export const commandFor = ({ target: { anew } }: Told, check: string): string | undefined =>
  anew === undefined ? undefined : `${anew} --only ${quote(check)}`;

/** How to see a cause oneself; undefined where no request shows it. */
export function reproduction(
  report: Told,
  { check, finding }: Pick<Cause, 'check' | 'finding'>,
): Reproduction | undefined {
  const { target } = report;
  const command = commandFor(report, check);
  if (command !== undefined) return { lines: [command], command: true };
  const { exchange } = finding;
  return exchange && script({ ...finding, exchange }, target.variables);
}
