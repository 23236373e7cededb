/** What a schema cannot say of a contract: whether the names in it stand for something, and its parts fit together. */
import { checkAction } from './names/check-actions.ts';
import { checkCertificates } from './names/check-certificates.ts';
import { checkDpop } from './names/check-dpop.ts';
import { checkFills } from './names/fills.ts';
import { checkIssuers } from './names/check-issuers.ts';
import { checkLinks } from './names/check-links.ts';
import { checkOpenId } from './names/check-openid.ts';
import { checkOperation } from './names/check-operation.ts';
import { checkParents } from './names/check-parents.ts';
import { checkRegistration } from './names/check-registration.ts';
import { checkResourceIndicators } from './names/check-resource-indicators.ts';
import { checkResponseTypes } from './names/check-response-types.ts';
import { checkResources } from './names/check-resources.ts';
import { checkRoot } from './names/check-root.ts';
import { checkSecurity } from './names/check-security.ts';
import { checkSignatures } from './names/check-signatures.ts';
import { checkSeed } from './names/check-seed.ts';
import { checkSeedReads } from './names/check-seed-reads.ts';
import { checkWebhooks } from './names/check-webhooks.ts';
import { operationsOf } from './names/walk-document.ts';
import type { Document } from '../openapi-document.ts';
import type { ContractProblem } from '../contract-problem.ts';

/**
 * Every problem of a document whose structure, references and vocabulary are in order. Whether each failure an
 * operation can meet has an example is compilation's to say.
 */
export function checkCompiled(document: Document): readonly ContractProblem[] {
  const problems = new Map<string, ContractProblem>();
  // A parameter or response that many operations share is reported once.
  const report = (problem: ContractProblem): void =>
    void problems.set(`${problem.pointer} ${problem.message}`, problem);
  for (const check of [
    checkRoot,
    checkSecurity,
    checkSignatures,
    checkIssuers,
    checkOpenId,
    checkCertificates,
    checkDpop,
    checkResourceIndicators,
    checkResponseTypes,
    checkRegistration,
    checkSeed,
    checkSeedReads,
    checkResources,
    checkParents,
    checkLinks,
    checkWebhooks,
  ])
    check(document, report);
  for (const place of operationsOf(document)) {
    checkAction(document, place, report);
    checkOperation(document, place, report);
    checkFills(document, place, report);
  }
  return [...problems.values()];
}
