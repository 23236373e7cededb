/** Every grant, by the vocabulary's name. */
import { authorizationCode } from './authorization-code.ts';
import { clientCredentials } from './client-credentials.ts';
import { deviceCode } from './device-code.ts';
import { jwtBearer } from './jwt-bearer.ts';
import { password } from './password.ts';
import { refreshToken } from './refresh-token.ts';
import { tokenExchange } from './token-exchange.ts';
import type { GrantHandler } from './grant.ts';
import type { Grant } from '../../../../specs/generated/vocabulary.ts';

export const GRANTS: Readonly<Record<Grant, GrantHandler>> = {
  client_credentials: clientCredentials,
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  jwt_bearer: jwtBearer,
  device_code: deviceCode,
  token_exchange: tokenExchange,
  password,
};
