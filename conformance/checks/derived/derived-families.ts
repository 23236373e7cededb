/** Families derived from the contract: for every operation, what its security, parameters, body and answers imply. */
import type { CheckFamily } from '../../check.ts';
import { alias } from './alias.ts';
import { answer } from './good-answer.ts';
import { body } from './invalid-body.ts';
import { bodyEdge } from './body-edge.ts';
import { challenge } from './challenge-check.ts';
import { contentType } from './content-type.ts';
import { credentialAbsent } from './credential-absent.ts';
import { credentialCertificate } from './credential-certificate.ts';
import { credentialDead } from './credential-dead.ts';
import { credentialNear } from './credential-near.ts';
import { credentialPlace } from './credential-place.ts';
import { credentialWrong } from './credential-wrong.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { identifier } from './identifier-check.ts';
import { isolation } from './tenant-isolation.ts';
import { isolationBeyond } from './isolation-beyond.ts';
import { keptValues } from './kept-values.ts';
import { moves } from './moves.ts';
import { paging } from './paging.ts';
import { parameter } from './parameter.ts';
import { parent } from './parent.ts';
import { permission } from './permission-check.ts';
import { leak } from './leak.ts';
import { listOrder } from './list-order.ts';
import { rateLimit } from './quota-edge.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { recordRules } from './record-rules.ts';
import { refusedWrites } from './refused-writes.ts';
import { requestForms } from './request-forms.ts';
import { resource } from './resource-life.ts';
import { secret } from './secret.ts';
import { spelling } from './spelling.ts';
import { unmatchedRequests } from './unmatched-paths.ts';
import { verdict } from './verdict.ts';

export const DERIVED: readonly CheckFamily[] = [
  answer,
  credentialAbsent,
  credentialWrong,
  credentialNear,
  credentialPlace,
  credentialDead,
  credentialCertificate,
  challenge,
  permission,
  identifier,
  parameter,
  body,
  bodyEdge,
  contentType,
  unmatchedRequests,
  spelling,
  leak,
  requestForms,
  secret,
  rateLimitHeaders,
  rateLimit,
  resource,
  keptValues,
  verdict,
  recordRules,
  refusedWrites,
  moves,
  isolation,
  isolationBeyond,
  parent,
  paging,
  alias,
  listOrder,
  idempotencyKey,
];
