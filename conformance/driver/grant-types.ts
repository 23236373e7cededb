/** What grants are called on the wire. */
import type { Grant } from '../../specs/generated/vocabulary.ts';

/** Grant → the value of `grant_type`. */
export const GRANT_TYPE: Readonly<Record<Grant, string>> = {
  client_credentials: 'client_credentials',
  authorization_code: 'authorization_code',
  refresh_token: 'refresh_token',
  jwt_bearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  token_exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  password: 'password',
};
