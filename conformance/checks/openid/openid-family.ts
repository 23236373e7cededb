/** The families of checks of OpenID Connect, in the order of the conformance plans. */
import type { CheckFamily } from '../../check.ts';
import { authentications } from './authentication-checks.ts';
import { configurations } from './configuration-checks.ts';
import { frontChannel } from './front-channel-checks.ts';
import { idTokens } from './id-token-checks.ts';
import { logouts } from './logout-checks.ts';
import { userinfos } from './userinfo-checks.ts';

export const OPENID: readonly CheckFamily[] = [
  configurations,
  idTokens,
  frontChannel,
  userinfos,
  authentications,
  logouts,
];
