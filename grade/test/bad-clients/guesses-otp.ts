/** Tries one code after the other. */
import { ask } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

const KEY = { 'api-key': 'pk_test_nile_market', 'content-type': 'application/json' };

export const client: BadClient = {
  breaks: 'otp.not-guessed',
  contract: 'piaxis',
  async run({ base }) {
    const send = (path: string, body: object) =>
      ask(base + path, { method: 'POST', headers: KEY, body: JSON.stringify(body) });
    const { json } = await send('/api/auth/request-otp', {
      operation: 'escrow_release',
      escrow_id: 'e123e4567-e89b-12d3-a456-426614174000',
      phone_number: '+256700000000',
    });
    for (const code of ['000000', '000001', '000002'])
      await send('/api/auth/verify-otp', { otp_id: json['otp_id'], otp_code: code });
  },
};
