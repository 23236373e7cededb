/**
 * Makes a contract of an OpenAPI document that has none of the vocabulary: what can be inferred of it is written in.
 */
import type { ContractFiles } from '../files/contract-files.ts';
import { InputError } from '../input-error.ts';
import { shownFile } from '../lint/lint-finding.ts';
import type { Document } from '../openapi-document.ts';
import { inferCredentials, operationsIn } from './infer-credentials.ts';
import type { InferredCredential } from './inferred-credential.ts';
import { inferFailures, sectionOf } from './infer-failures.ts';
import { inferResources } from './infer-resources.ts';
import type { InferredResource } from './infer-resources.ts';
import { inferSeed } from './infer-seed.ts';
import { inferTokenEndpoints } from './infer-token-endpoints.ts';
import { hoistReferences } from './hoist-references.ts';
import { declarePathParameters } from './path-parameters.ts';
import { makePlain } from './plain-document.ts';
import { readOpenApi } from './read-openapi.ts';
import type { SourceText } from './read-openapi.ts';
import { dropWrongExamples, leaveUnread, showRequests } from './request-examples.ts';
import { showParameters } from './show-parameters.ts';
import { copyOf } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export interface ImportReport {
  /** `Swagger 2.0` */
  readonly version: string;
  readonly operations: number;
  readonly credentials: readonly InferredCredential[];
  readonly resources: readonly InferredResource[];
  /** How many operations answer their example. */
  readonly replies: number;
  /** Endpoints that the document does not have. */
  readonly added: readonly string[];
  readonly notEnforced: readonly string[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

export interface ImportOptions {
  /** Ask for a bearer key everywhere, if the document asks for nothing anywhere. */
  readonly bearer?: boolean | undefined;
}

export interface Imported {
  readonly document: Document;
  readonly report: ImportReport;
}

/** A document that can be served, before anything is inferred of it. */
export interface Prepared {
  readonly document: Json;
  /** What is not served or judged, in sentences. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

export interface PrepareOptions {
  readonly files: ContractFiles;
  /** Whether other tools' keys are dropped: an overlay may look for them. */
  readonly foreign?: 'drop' | 'keep';
}

/** @throws {InputError} if a file that it refers to cannot be read, or it has nothing that could be served */
export async function importDocument(
  file: string,
  source: SourceText,
  version: string,
  { bearer, files }: ImportOptions & { readonly files: ContractFiles },
): Promise<Imported> {
  return infer(await prepareDocument(file, source, { files }), version, { bearer });
}

/** Makes a document that can be served of one of any version. @throws {InputError} as {@link importDocument} */
export async function prepareDocument(
  file: string,
  source: SourceText,
  { files, foreign = 'drop' }: PrepareOptions,
): Promise<Prepared> {
  const whole = await readOpenApi(file, source, files);
  hoistReferences(whole);
  const { document, notes, warnings } = makePlain(whole, foreign);
  declarePathParameters(document);
  const unserved = [
    ...leaveUnread(document),
    ...showParameters(document),
    ...showRequests(document),
    ...dropWrongExamples(document),
  ];
  if (operationsIn(document).length === 0)
    throw new InputError(`${shownFile(file)} has no operation that can be served: ${whyNone(document, notes)}`);
  nameOperations(document);
  securePlainly(document);
  return { document, notes: [...notes, ...unserved], warnings };
}

function whyNone(document: Json, [first]: readonly string[]): string {
  if (Object.keys(document['webhooks'] ?? {}).length > 0)
    return 'it describes webhooks alone, and an API that sends them needs "paths"';
  return first ?? 'no path in it has a method such as get or post';
}

/** Writes in what can be inferred. The document is changed in place. */
export function infer(
  { document, notes, warnings }: Prepared,
  version: string,
  { bearer = false }: ImportOptions,
): Imported {
  if (bearer) askForBearer(document);
  const { credentials, notEnforced } = inferCredentials(document);
  for (const { operation } of operationsIn(document)) operation['x-action'] = { type: 'reply' };
  const operations = operationsIn(document).length;
  const resources = inferResources(document);
  const added = inferTokenEndpoints(
    document,
    credentials.filter(({ kind }) => kind === 'token'),
  );
  const replies = operationsIn(document).filter(
    ({ operation }) => (operation['x-action'] as Json)['type'] === 'reply',
  ).length;
  inferSeed(document, credentials);
  inferFailures(document);
  return {
    document: document as unknown as Document,
    report: {
      version,
      operations,
      credentials,
      resources,
      replies,
      added,
      notEnforced,
      notes,
      warnings,
    },
  };
}

/** What the whole document asks for, each operation asks for itself: so one can be changed without the others. */
function securePlainly(document: Json): void {
  const { security } = document;
  if (security === undefined) return;
  delete document['security'];
  for (const { operation } of operationsIn(document))
    if (!Array.isArray(operation['security'])) operation['security'] = copyOf(security);
}

function askForBearer(document: Json): void {
  if (operationsIn(document).some(({ operation }) => operation['security'] !== undefined)) return;
  sectionOf(document, 'securitySchemes')['BearerKey'] = { type: 'http', scheme: 'bearer' };
  for (const { operation } of operationsIn(document)) operation['security'] = [{ BearerKey: [] }];
}

/** Every operation has an identifier of its own, and a line that says what it is. */
function nameOperations(document: Json): void {
  const taken = new Set<unknown>();
  for (const { path, method, operation } of operationsIn(document)) {
    const given = operation['operationId'];
    const wanted =
      typeof given === 'string' && given !== ''
        ? given
        : `${method}${path.replaceAll(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`;
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
    taken.add(name);
    operation['operationId'] = name;
    if (typeof operation['summary'] !== 'string' || operation['summary'] === '')
      operation['summary'] = `${method.toUpperCase()} ${path}`;
  }
}
