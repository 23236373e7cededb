/** Says in plain words what a target file has that its schema does not allow. */
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import { suggestion } from '../../mock/contract/did-you-mean.ts';
import { preparedValidators } from '../../mock/contract/prepared-validators.ts';
import { UNSET } from './read-yaml-file.ts';
import type { Path, TargetText } from './read-yaml-file.ts';
import type { TargetProblem } from './target-problem.ts';
import schema from './target.schema.json' with { type: 'json' };

export const TARGET_OPTIONS: Options = { allErrors: true, verbose: true, strict: false };

let compiled: ValidateFunction | undefined;

export function validateTarget(text: TargetText): readonly TargetProblem[] {
  compiled ??= preparedValidators('target', schema)?.[schema.$id] ?? new Ajv2020(TARGET_OPTIONS).compile(schema);
  if (compiled(text.value)) return [];
  const errors = compiled.errors ?? [];
  const own = errors.filter(
    ({ schemaPath, parentSchema, data }) =>
      !/\/anyOf\/\d+\//.test(schemaPath) &&
      !isDeepStrictEqual(parentSchema, schema.$defs.Command) &&
      !(typeof data === 'string' && data.includes(UNSET)),
  );
  // Where one part of an alternative is wrong, that is all there is to say.
  const problems = own
    .filter(
      ({ keyword, instancePath }) =>
        keyword !== 'anyOf' || !own.some((other) => other.instancePath.startsWith(`${instancePath}/`)),
    )
    .map((error) => explain(text, error));
  // A key that is both unknown and wrong is told once, at its place.
  return problems.filter(({ pointer }, i) => problems.findIndex((other) => other.pointer === pointer) === i);
}

const LONGEST = 60;

const DURATION = 'write a duration such as 500ms, 10s or 2m';

/** How to write what has a form of its own, by its key. */
const FORMS: Readonly<Record<string, string>> = {
  pace: DURATION,
  longest_wait: DURATION,
  timeout: DURATION,
  plain_http: 'write a URL that starts with http://',
};

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

function explain(text: TargetText, { keyword, instancePath, params, parentSchema, data }: ErrorObject): TargetProblem {
  const path = pathOf(instancePath);
  const where = path.length === 0 ? 'the target file' : `"${path.join('.')}"`;
  const node = parentSchema as {
    properties?: object;
    description?: string;
    anyOf?: unknown[];
    enum?: unknown[];
    type?: string | string[];
  };
  switch (keyword) {
    case 'additionalProperties': {
      const { additionalProperty: name } = params as { additionalProperty: string };
      return text.problem(
        'unknown-key',
        [...path, name],
        `unknown key "${name}"${path.length === 0 ? '' : ` in ${where}`}`,
        suggestion(name, Object.keys(node.properties ?? {})),
        true,
      );
    }
    case 'required': {
      const { missingProperty: name } = params as { missingProperty: string };
      return text.problem('missing-key', path, `${where} has no "${name}"`, `add ${name}: …`);
    }
    case 'enum':
      return text.problem(
        'value',
        path,
        `${where} is ${shown(data, path)}`,
        suggestion(String(data), node.enum!.map(String)),
      );
    case 'anyOf':
      return text.problem('value', path, `${where} is ${shown(data, path)}`, alternatives(node.anyOf!));
    case 'pattern':
      return text.problem(
        'value',
        path,
        `${where} is ${shown(data, path)}`,
        FORMS[String(path.at(-1))] ?? 'write a URL such as https://api.example.com/v1, without query or fragment',
      );
    case 'type':
      return text.problem(
        'value',
        path,
        `${where} is ${data === null ? 'empty' : shown(data, path)}`,
        `it has to be ${[node.type].flat().join(' or ')}${typeof data === 'number' || typeof data === 'boolean' ? ' (put it in quotes)' : ''}`,
      );
    default:
      return text.problem(
        'value',
        path,
        `${where} is ${shown(data, path)}`,
        params.limit === undefined ? keyword : `the bound is ${String(params.limit)}`,
      );
  }
}

const SECRET = new Set(['secret', 'client_secret', 'password', 'encryption_key', 'assertion_key']);

/** A value as the file has it, unless it is a credential's. */
function shown(data: unknown, path: Path): string {
  if (SECRET.has(String(path.at(-1)))) return `a ${Array.isArray(data) ? 'list' : typeof data}`;
  const text = JSON.stringify(data);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const REFERENCES: Readonly<Record<string, string>> = { '#/$defs/Command': '{ command: … }' };

function alternatives(options: readonly unknown[]): string {
  const words = (options as { const?: string; enum?: string[]; required?: string[]; $ref?: string }[]).flatMap(
    (option) => [
      ...(option.enum ?? []),
      ...(option.const === undefined ? [] : [option.const]),
      ...(option.required ?? []).map((key) => `{ ${key}: … }`),
      ...(option.$ref === undefined ? [] : [REFERENCES[option.$ref] ?? 'a URL']),
    ],
  );
  return `it has to be one of ${words.join(', ')}`;
}
