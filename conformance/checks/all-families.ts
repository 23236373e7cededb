/** Every family of checks, by the order reports list them in. */
import type { CheckFamily } from '../check.ts';
import { DERIVED } from './derived/derived-families.ts';
import { OAUTH } from './oauth/oauth-family.ts';
import { OPENID } from './openid/openid-family.ts';
import { TRANSPORT } from './transport/transport-family.ts';
import { address } from './address/address-family.ts';
import { cors } from './cors/cors-family.ts';
import { credentials } from './credentials/credentials-family.ts';
import { hmac } from './hmac/hmac-family.ts';
import { idempotency } from './idempotency/idempotency-family.ts';
import { keys } from './keys/keys-family.ts';
import { link } from './link/link-checks.ts';
import { order } from './order/order-family.ts';
import { origin } from './origin/origin-family.ts';
import { otp } from './otp/otp-family.ts';
import { race } from './race/race-family.ts';
import { random } from './random/random-family.ts';
import { session } from './session/session-family.ts';
import { sso } from './sso/sso-family.ts';
import { state } from './state/state-family.ts';
import { tenant } from './tenant/tenant-family.ts';
import { values } from './values/values-family.ts';
import { version } from './version/version-family.ts';
import { webhook } from './webhook/webhook-family.ts';

export const FAMILIES: readonly CheckFamily[] = [
  ...DERIVED,
  ...TRANSPORT,
  ...OAUTH,
  ...OPENID,
  ...session,
  ...hmac,
  ...sso,
  ...link,
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
  ...state,
  ...race,
  ...random,
  values,
  ...webhook,
];
