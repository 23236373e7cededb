/** A request of the journal as a person reads it: a line, or the whole explanation. */
import { stripVTControlCharacters } from 'node:util';
import { refusalLine } from '../../../mock/journal/refusal-line.ts';
import type { components } from '../../../specs/generated/control.ts';

type Schemas = components['schemas'];
type Refusal = Schemas['Refusal'];

const INDENT = 10;

const label = (name: string, text: string): string => `${name.padEnd(INDENT)}${text}`;
const under = (text: string): string => ' '.repeat(INDENT) + text;

/** Requests hold what anyone likes to send; none of it may drive a terminal. */
export const plain = (text: string): string => stripVTControlCharacters(text).replaceAll(/(?!\n)\p{Cc}/gu, '·');

/** A dropped connection has no status. */
const statusText = (status: number): string => (status === 0 ? '---' : String(status));

export function entryLine({ id, time, method, url, status, refusal, fault }: Schemas['JournalEntry']): string {
  const why =
    refusal === undefined
      ? fault === undefined
        ? ''
        : `  fault ${fault.id} ${fault.did}`
      : `  ${refusalLine(refusal, refusal.explanation?.finding)}`;
  return plain(`${String(id).padStart(5)}  ${time}  ${statusText(status)}  ${method} ${url}${why}`).replaceAll(
    '\n',
    ' ',
  );
}

/** Both texts one above the other, with a mark below the first difference; newlines are written out. */
function compared({ expected, got, differs_at: at }: NonNullable<Schemas['Explanation']['compared']>): string[] {
  const written = (text: string): string => JSON.stringify(text).slice(1, -1);
  return [
    label('wanted', written(expected)),
    label('sent', written(got)),
    `${under(' '.repeat(written(expected.slice(0, at)).length))}^ they differ from character ${at + 1} on`,
  ];
}

function placeLines({ place, pointer, citations = [] }: Refusal): string[] {
  const [first] = citations;
  const where = first === undefined ? '' : [first.document, first.section].filter(Boolean).join(', ');
  return [
    label('contract', place === undefined ? pointer : `${place.file}:${place.line}:${place.column}`),
    ...(first === undefined ? [] : [under(first.quote === undefined ? first.says : `“${first.quote}”`)]),
    ...(where === '' ? [] : [under(`— ${where}`)]),
  ];
}

function refusalLines(refusal: Refusal): string[] {
  const { explanation, rule, expected, got } = refusal;
  return [
    label('why', explanation?.finding ?? refusal.meaning),
    ...(explanation?.compared === undefined ? [] : ['', ...compared(explanation.compared)]),
    '',
    label('rule', rule),
    ...placeLines(refusal),
    ...(expected === undefined ? [] : [label('expected', expected)]),
    ...(got === undefined ? [] : [label('got', got)]),
  ];
}

function guardsLine({ passed, refused }: Schemas['Guards']): string {
  const told = passed.length === 0 ? 'none passed' : `passed ${passed.join(', ')}`;
  return label(
    'guards',
    refused === undefined
      ? told
      : refused === 'fault'
        ? 'none judged it: a fault answered'
        : `${told}; refused by ${refused === 'action' ? 'the operation itself' : refused}`,
  );
}

const nextLines = ({ next }: Schemas['Explanation']): string[] =>
  next.flatMap(({ text, code }, i) => [
    label(i === 0 ? 'next' : '', text),
    ...(code === undefined ? [] : code.split('\n').map((line) => under(`  ${line}`))),
  ]);

/** Where the browser was sent with an error that good requests can end in, too, such as `login_required`. */
function sentBackWith({ status, answer }: Schemas['JournalDetail']): string | undefined {
  const location =
    status < 300 || status > 399 ? undefined : answer?.headers.find(([name]) => name === 'location')?.[1];
  if (location === undefined || !URL.canParse(location)) return undefined;
  const target = new URL(location);
  const [error, words] = ['error', 'error_description'].map(
    (name) => target.searchParams.get(name) ?? new URLSearchParams(target.hash.slice(1)).get(name),
  );
  return error == null
    ? undefined
    : `The browser was sent back with the error ${error}${words == null ? '.' : `: ${words}`}`;
}

export function explanationText(entry: Schemas['JournalDetail']): string {
  const { id, time, method, url, status, contract, operation, refusal, guards, caller, credential, fault } = entry;
  const ahead = entry.clock_ahead_ms;
  return plain(
    [
      `#${id}  ${statusText(status)}  ${method} ${url}`,
      under(`${contract}${operation === undefined ? '' : ` ${operation}`}, ${time}`),
      '',
      ...(refusal === undefined ? [label('why', sentBackWith(entry) ?? 'It was not refused.')] : refusalLines(refusal)),
      ...(fault === undefined ? [] : [label('fault', `${fault.id}: it ${fault.did}`)]),
      '',
      ...(caller === undefined
        ? []
        : [label('caller', `${caller}${credential === undefined ? '' : ` by ${credential}`}`)]),
      ...(guards === undefined ? [] : [guardsLine(guards)]),
      ...(ahead === undefined || Math.abs(ahead) < 1_000
        ? []
        : [
            label(
              'clock',
              `the sandbox's clock was ${Math.round(Math.abs(ahead) / 1_000)} s ${ahead < 0 ? 'behind' : 'ahead of'} this machine's: somebody moved it`,
            ),
          ]),
      ...(refusal?.explanation === undefined ? [] : ['', ...nextLines(refusal.explanation)]),
    ].join('\n'),
  );
}
