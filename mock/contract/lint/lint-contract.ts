/** Everything that can be said of a contract without serving it. */
import { YamlParseError, createConfig, lint } from '#openapi-core';
import type { Document as SourceDocument, NormalizedProblem } from '#openapi-core';
import { bundleContract } from '../bundle-contract.ts';
import { checkCompiled } from './check-names.ts';
import { compileWithProblems } from '../compile/compile-contract.ts';
import type { CompiledContract } from '../compiled-contract.ts';
import type { ContractProblem } from '../contract-problem.ts';
import { checkReadable, contractFiles } from '../files/contract-files.ts';
import type { ContractFiles, FilesOptions } from '../files/contract-files.ts';
import type { ImportOptions } from '../import/import-document.ts';
import { InputError } from '../input-error.ts';
import { METHODS } from '../openapi-document.ts';
import type { Document } from '../openapi-document.ts';
import { explainReference } from './explain-reference.ts';
import { findLoops } from './find-loops.ts';
import { judgeStructure } from './judge-structure.ts';
import { byPlace, shownFile } from './lint-finding.ts';
import type { Finding } from './lint-finding.ts';
import { RULES, levelOf } from './lint-rules.ts';
import { oncePerScheme } from './once-per-scheme.ts';
import { locate, placeOf } from './source-line.ts';
import type { Overlaid } from '../overlay/overlaid-document.ts';
import { isOverlay } from '../overlay/overlay.ts';
import { vocabularyPlugin } from './vocabulary-rule.ts';
import { notAContract, plainDocument, usesVocabulary } from './what-it-is.ts';

export interface Examined {
  readonly findings: readonly Finding[];
  /** One document without references to other files; undefined where the file is too broken for that. */
  readonly document: Document | undefined;
  readonly text: string;
}

export interface LintOptions extends ImportOptions, FilesOptions {
  /** Makes the answers of a contract without an error, and says what is wrong with them. */
  readonly rehearse?: ((contract: CompiledContract) => Promise<readonly ContractProblem[]>) | undefined;
}

/** Errors of these rules leave a document whose parts cannot be trusted to be what they seem. */
const FATAL = ['struct', 'no-unresolved-refs', 'reference-reach', 'reference-loop', 'vocabulary'];

const VOCABULARY_RULE = 'contract/vocabulary';

/**
 * @param file absolute path of a YAML or JSON file
 * @throws {InputError} if it cannot be read, or is larger than any contract
 */
export async function lintContract(file: string, options?: LintOptions): Promise<readonly Finding[]> {
  return (await examineContract(file, options)).findings;
}

/** Lints a contract and bundles it. Parameters as of {@link lintContract}. */
export async function examineContract(file: string, options: LintOptions = {}): Promise<Examined> {
  await checkReadable(file);
  return examineFiles(file, contractFiles(file, options), options);
}

/**
 * Lints what an overlay made of its document.
 *
 * @param file absolute path of the overlay
 */
export async function examineOverlaid(
  file: string,
  { document, findings, place }: Overlaid,
  options: LintOptions,
): Promise<Examined> {
  const text = JSON.stringify(document);
  if (document === undefined) return { text, document, findings };
  const examined = await examineFiles(file, contractFiles(file, options, text), { rehearse: options.rehearse });
  const placed = examined.findings.map((one) =>
    one.file === shownFile(file) ? { ...one, ...place(one.pointer) } : one,
  );
  return { ...examined, findings: [...findings, ...placed].sort(byPlace) };
}

async function examineFiles(file: string, files: ContractFiles, options: LintOptions): Promise<Examined> {
  const { rehearse } = options;
  const root = await files
    .document(file)
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (root instanceof InputError) throw root;
  if (root instanceof Error) return { text: '', document: undefined, findings: [unreadable(file, root)] };
  const text = root.source.body;
  if (isOverlay(root.parsed)) {
    const { readOverlaid } = await import('../overlay/overlaid-document.ts');
    const overlaid = await readOverlaid(file, files, options);
    if (overlaid.imported === undefined) return examineOverlaid(file, overlaid, options);
    return { text, document: undefined, findings: [plainDocument(root), ...overlaid.findings] };
  }
  const broken = (findings: readonly Finding[]): Examined => ({
    text,
    document: undefined,
    findings: [...findings].sort(byPlace),
  });
  const stranger = notAContract(root);
  if (stranger !== undefined) {
    const unfit = await unservable(file, files, root);
    return broken(unfit.length > 0 ? [withoutHint(stranger), ...unfit] : [stranger]);
  }

  const found = await findingsOfSource(files, file, root);
  if (!usesVocabulary(root)) {
    const unfit = await unservable(file, files, root);
    if (unfit.length === 0) return broken(found.map(servedAllTheSame));
    return broken([...found.map((one) => (one.rule === 'no-vocabulary' ? withoutHint(one) : one)), ...unfit]);
  }
  if (found.some(({ rule, level }) => level === 'error' && FATAL.includes(rule))) return broken(found);

  const document = await bundled(file, files);
  const problems = [...checkCompiled(document)];
  const unfit = (): boolean => problems.some(({ level = 'error' }) => level === 'error');
  if (!unfit()) {
    const { contract, problems: compiling } = compileWithProblems(shownFile(file), document);
    problems.push(...compiling);
    if (rehearse !== undefined && !unfit()) problems.push(...(await rehearse(contract)));
  }
  const findings = await Promise.all(problems.map((problem) => fromProblem(files, root, problem)));
  return { text, document, findings: [...withoutTold(found, findings), ...findings].sort(byPlace) };
}

/** What the import of a document without the vocabulary mends or leaves out, it tells, and serves the rest. */
const servedAllTheSame = (finding: Finding): Finding =>
  finding.level === 'error' ? { ...finding, level: 'warning' } : finding;

/** `mock` is no way on with a document that it refuses. */
const withoutHint = ({ suggestion: _suggestion, ...finding }: Finding): Finding => finding;

/** Why `mock` would refuse a document that it imports. */
async function unservable(file: string, files: ContractFiles, root: SourceDocument): Promise<readonly Finding[]> {
  const { readSource, versionOf } = await import('../import/read-openapi.ts');
  const { speaksVocabulary } = await import('../import/speaks-vocabulary.ts');
  if (versionOf(root.parsed) === undefined || speaksVocabulary(root.parsed)) return [];
  const { prepareDocument } = await import('../import/import-document.ts');
  try {
    await prepareDocument(file, await readSource(file, files), { files });
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ level: 'error', rule: 'import', pointer: '#', ...placeOf(root, '#'), message: error.message }];
  }
}

/** An example that an answer breaks its schema with is told once, as what stops the contract. */
function withoutTold(found: readonly Finding[], told: readonly Finding[]): readonly Finding[] {
  const answers = told.filter(({ rule }) => rule === 'answer').map(({ pointer }) => pointer);
  return found.filter(
    ({ rule, pointer }) =>
      rule !== 'no-invalid-media-type-examples' || !answers.some((answer) => pointer.startsWith(answer)),
  );
}

/** What is found in the files as they are, before they are one document. */
async function findingsOfSource(files: ContractFiles, file: string, root: SourceDocument): Promise<Finding[]> {
  const config = await createConfig({ rules: { ...RULES, [VOCABULARY_RULE]: 'error' }, plugins: [vocabularyPlugin()] });
  const circles = findLoops([root]);
  if (circles.length > 0) return [...circles];
  let problems: readonly NormalizedProblem[];
  try {
    problems = await lint({ ref: file, config, externalRefResolver: await files.resolver() });
  } catch (error) {
    const loops = findLoops(await files.documents());
    if (loops.length > 0) return [...loops];
    throw files.limitBroken() ?? new InputError(`${shownFile(file)} cannot be judged: ${(error as Error).message}`);
  }
  const limit = files.limitBroken();
  if (limit !== undefined) throw limit;
  const found = (await Promise.all(problems.map((problem) => fromRedocly(files, root, problem)))).flatMap(
    (finding) => finding ?? [],
  );
  const plain = !usesVocabulary(root);
  const kept = found.filter(
    (finding) => !isUsedByVocabulary(finding, root) && !(plain && OF_CONTRACTS.includes(finding.rule)),
  );
  const loops = findLoops(await files.documents());
  const alone = plain ? [plainDocument(root)] : [];
  return [...alone, ...loops, ...oncePerScheme(kept)];
}

/** Rules that only a contract can break. */
const OF_CONTRACTS = ['vocabulary', 'misplaced-key'];

async function bundled(file: string, files: ContractFiles): Promise<Document> {
  const read = ({ url }: { url: string }): Promise<string> => files.text(decoded(url));
  try {
    return await bundleContract(file, read);
  } catch (error) {
    throw new InputError(`${shownFile(file)} cannot be made one document: ${(error as Error).message.split('\n')[0]!}`);
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function unreadable(file: string, error: Error): Finding {
  const place = error instanceof YamlParseError ? { line: error.line, column: error.col } : { line: 1, column: 1 };
  const message = error.message.split('\n')[0]!.replace(/ in ".*" \(\d+:\d+\)$/, '');
  return { level: 'error', rule: 'syntax', pointer: '#', file: shownFile(file), ...place, message };
}

/** Operations that anybody may ask are told apart from schemes that are not there. */
function ruleOf(ruleId: string, message: string): string {
  if (ruleId === VOCABULARY_RULE) return 'vocabulary';
  return ruleId === 'security-defined' && message.startsWith('Every operation') ? 'no-security' : ruleId;
}

async function fromRedocly(
  files: ContractFiles,
  root: SourceDocument,
  { message: said, ruleId, location, suggest }: NormalizedProblem,
): Promise<Finding | undefined> {
  const { source, ...where } = location[0]!;
  const document = { source, parsed: undefined };
  const rule = ruleOf(ruleId, said);
  const [hint] = suggest;
  const pointer = where.pointer ?? '#';
  const message = said.replaceAll(/\s+/g, ' ').replaceAll('`', '"').replace(/\.$/, '').trim();
  const finding: Finding = {
    level: levelOf(rule),
    rule,
    pointer,
    ...(where.pointer === undefined
      ? { file: shownFile(source.absoluteRef), line: where.start.line, column: where.start.col }
      : placeOf(document, where.pointer)),
    message,
    suggestion: OWN_RULES.includes(rule) || hint === undefined ? hint : `did you mean "${hint}"?`,
  };
  if (rule === 'struct') return { ...finding, ...judgeStructure(message, pointer) };
  // Says nothing of the example: its schema cannot be used, which is told where the schema stands.
  if (message.startsWith('Example validation errored')) return undefined;
  if (rule === 'no-security')
    return {
      ...finding,
      message: 'no "security" here or at the root, so that anybody may ask',
      suggestion: 'write security: [] if that is meant',
    };
  if (rule === 'no-identical-paths' && !shareMethod(root, message)) return { ...finding, level: 'warning' };
  if (rule !== 'no-unresolved-refs') return finding;
  const read = await files.document(source.absoluteRef);
  return read instanceof Error ? finding : explainReference(finding, read, files);
}

/** Whether both paths that a message names have an operation of the same method. */
function shareMethod({ parsed }: SourceDocument, message: string): boolean {
  const { paths = {} } = parsed as Document;
  const [one, other] = [...message.matchAll(/"([^"]+)"/g)].map(([, path]) => paths[path!]);
  return METHODS.some((method) => one?.[method] !== undefined && other?.[method] !== undefined);
}

/** They suggest in words of their own. */
const OWN_RULES = ['vocabulary', 'misplaced-key', 'misspelt-key'];

/** Redocly follows the references of OpenAPI's own keys only, and so takes what the vocabulary refers to for unused. */
function isUsedByVocabulary({ rule, pointer }: Finding, root: SourceDocument): boolean {
  const unmatched = (root.parsed as Document)['x-unmatched'] ?? {};
  return (
    rule === 'no-unused-components' && Object.values<{ $ref: string }>(unmatched).some(({ $ref }) => $ref === pointer)
  );
}

async function fromProblem(files: ContractFiles, root: SourceDocument, problem: ContractProblem): Promise<Finding> {
  return {
    ...problem,
    level: problem.level ?? 'error',
    ...(await locate(await files.resolver(), root, problem.pointer)),
  };
}
