/** Every family of checks, by the order reports list them in. */
import type { CheckFamily } from '../check.ts';
import { DERIVED } from './derived/index.ts';
import { OAUTH } from './oauth/index.ts';
import { TRANSPORT } from './transport/index.ts';
import { address } from './address/index.ts';
import { cors } from './cors/index.ts';
import { credentials } from './credentials/index.ts';
import { hmac } from './hmac/index.ts';
import { idempotency } from './idempotency/index.ts';
import { keys } from './keys/index.ts';
import { order } from './order/index.ts';
import { origin } from './origin/index.ts';
import { otp } from './otp/index.ts';
import { session } from './session/index.ts';
import { sso } from './sso/index.ts';
import { tenant } from './tenant/index.ts';
import { values } from './values/index.ts';
import { version } from './version/index.ts';
import { webhook } from './webhook/index.ts';

export const FAMILIES: readonly CheckFamily[] = [
  ...DERIVED,
  ...TRANSPORT,
  ...OAUTH,
  ...session,
  ...hmac,
  ...sso,
  ...otp,
  ...keys,
  ...origin,
  ...cors,
  ...address,
  ...tenant,
  ...version,
  ...credentials,
  ...idempotency,
  ...order,
  values,
  ...webhook,
];
