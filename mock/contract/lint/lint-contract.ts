/** Everything that can be said of a contract without serving it. */
import { readFile } from 'node:fs/promises';
import { BaseResolver, YamlParseError, createConfig, lint } from '@redocly/openapi-core';
import type { Document as SourceDocument, NormalizedProblem } from '@redocly/openapi-core';
import { checkCompiled } from './check-names.ts';
import { compileWithProblems } from '../compile/compile-contract.ts';
import { bundleContract } from '../bundle-contract.ts';
import type { Document } from '../openapi-document.ts';
import { fileFault } from '../file-error-words.ts';
import { InputError } from '../input-error.ts';
import type { ContractProblem } from '../contract-problem.ts';
import { byPlace, shownFile } from './lint-finding.ts';
import type { Finding } from './lint-finding.ts';
import { locate, placeOf } from './source-line.ts';
import { explainReference } from './explain-reference.ts';
import { RULES } from './lint-rules.ts';
import { vocabularyPlugin } from './vocabulary-rule.ts';

export interface Examined {
  readonly findings: readonly Finding[];
  /** One document without references to other files; undefined where the file is too broken for that. */
  readonly document: Document | undefined;
  readonly text: string;
}

/** Findings of these rules leave a document whose parts cannot be trusted to be what they seem. */
const FATAL = ['struct', 'no-unresolved-refs', 'vocabulary'];

const VOCABULARY_RULE = 'contract/vocabulary';

/** @param file absolute path of a YAML or JSON file */
export async function lintContract(file: string): Promise<readonly Finding[]> {
  return (await examineContract(file)).findings;
}

/** Lints a contract and bundles it. @param file absolute path of a YAML or JSON file */
export async function examineContract(file: string): Promise<Examined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read ${shownFile(file)}: ${fileFault(error, 'read')}`);
  });
  const resolver = new BaseResolver();
  const root = await resolver
    .resolveDocument(null, file, true)
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (root instanceof Error) return { text, document: undefined, findings: [unreadable(file, root)] };
  const stranger = notOpenApi(root);
  if (stranger !== undefined) return { text, document: undefined, findings: [stranger] };

  const config = await createConfig({ rules: { ...RULES, [VOCABULARY_RULE]: 'error' }, plugins: [vocabularyPlugin()] });
  const found = await Promise.all(
    (await lint({ ref: file, config, externalRefResolver: resolver })).map((problem) => fromRedocly(resolver, problem)),
  );
  const findings = found.filter((finding) => !isUsedByVocabulary(finding, root));
  if (findings.some(({ rule, level }) => level === 'error' && FATAL.includes(rule)))
    return { text, document: undefined, findings: findings.sort(byPlace) };

  const document = await bundleContract(file);
  const problems = checkCompiled(document);
  const unfit = problems.some(({ level }) => level !== 'warning');
  for (const problem of unfit ? problems : [...problems, ...compileWithProblems(shownFile(file), document).problems])
    findings.push(await fromProblem(resolver, root, problem));
  return { text, document, findings: findings.sort(byPlace) };
}

function unreadable(file: string, error: Error): Finding {
  const place = error instanceof YamlParseError ? { line: error.line, column: error.col } : { line: 1, column: 1 };
  const message = error.message.split('\n')[0]!.replace(/ in ".*" \(\d+:\d+\)$/, '');
  return { level: 'error', rule: 'syntax', pointer: '#', file: shownFile(file), ...place, message };
}

function notOpenApi(root: SourceDocument): Finding | undefined {
  const version = (root.parsed as { openapi?: unknown } | null | undefined)?.openapi;
  if (typeof version === 'string' && version.startsWith('3.1.')) return undefined;
  const message =
    version === undefined
      ? 'this is not an OpenAPI document: it has no "openapi" key'
      : `"openapi" is ${JSON.stringify(version)}, and a contract is OpenAPI 3.1`;
  return {
    level: 'error',
    rule: 'openapi-version',
    pointer: '#/openapi',
    ...placeOf(root, '#/openapi'),
    message,
    suggestion: 'start the file with "openapi: 3.1.0"',
  };
}

async function fromRedocly(
  resolver: BaseResolver,
  { message, ruleId, severity, location, suggest }: NormalizedProblem,
): Promise<Finding> {
  const { source, ...where } = location[0]!;
  const document = { source, parsed: undefined };
  const rule = ruleId === VOCABULARY_RULE ? 'vocabulary' : ruleId;
  const hint = suggest[0];
  const finding: Finding = {
    level: severity === 'warn' ? 'warning' : 'error',
    rule,
    pointer: where.pointer ?? '#',
    ...(where.pointer === undefined
      ? { file: shownFile(source.absoluteRef), line: where.start.line, column: where.start.col }
      : placeOf(document, where.pointer)),
    message: message.replaceAll(/\s+/g, ' ').replaceAll('`', '"').replace(/\.$/, '').trim(),
    suggestion: rule === 'vocabulary' || hint === undefined ? hint : `did you mean "${hint}"?`,
  };
  if (rule !== 'no-unresolved-refs') return finding;
  const read = await resolver.resolveDocument(null, source.absoluteRef, true);
  return read instanceof Error ? finding : explainReference(finding, read);
}

/** Redocly follows the references of OpenAPI's own keys only, and so takes what the vocabulary refers to for unused. */
function isUsedByVocabulary({ rule, pointer }: Finding, root: SourceDocument): boolean {
  const unmatched = (root.parsed as Document)['x-unmatched'] ?? {};
  return (
    rule === 'no-unused-components' && Object.values<{ $ref: string }>(unmatched).some(({ $ref }) => $ref === pointer)
  );
}

async function fromProblem(resolver: BaseResolver, root: SourceDocument, problem: ContractProblem): Promise<Finding> {
  return { ...problem, level: problem.level ?? 'error', ...(await locate(resolver, root, problem.pointer)) };
}
