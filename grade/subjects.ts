/** What clients may leave alone. */
import { signs } from '../mock/contract/signature-kinds.ts';
import type { Subject } from './rule.ts';
import { isAction, isTokenRequest } from './tokens.ts';

export const TOKENS: Subject = { name: 'tokens', isIn: ({ exchanges }) => exchanges.some(isTokenRequest) };

export const SIGN_IN: Subject = {
  name: 'sign-in',
  isIn: ({ exchanges }) => exchanges.some((one) => isAction(one, 'authorize', 'authorize.push')),
};

export const ONE_TIME_PASSWORDS: Subject = {
  name: 'one-time passwords',
  isIn: ({ exchanges }) => exchanges.some(({ operation }) => operation?.action.type.startsWith('otp.') === true),
};

export const SIGNATURES: Subject = {
  name: 'signed requests',
  isIn: ({ exchanges }) =>
    exchanges.some(({ contract, credential }) =>
      contract.methods.some((method) => method.credential === credential && signs(method)),
    ),
};

export const KEYED_WRITES: Subject = {
  name: 'writes with a key',
  isIn: ({ exchanges }) =>
    exchanges.some(({ method, operation }) => method !== 'GET' && operation?.idempotency !== undefined),
};

export const WEBHOOKS: Subject = { name: 'webhooks', isIn: ({ deliveries }) => deliveries.length > 0 };
