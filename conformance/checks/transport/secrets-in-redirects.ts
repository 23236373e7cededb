/** No token, code verifier or secret travels in a redirect's URL. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';

const SECRETS = ['access_token', 'refresh_token', 'id_token', 'client_secret', 'code_verifier'];

const redirect: Check = {
  id: 'transport.no-token-in-redirect',
  title: 'the authorization response carries a code, and no token or secret',
  level: 'must',
  evidence: 'standard',
  citation: { standard: 'RFC 9700 §2.1.2', url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2' },
  needs: ['consent'],
  async run(context: Context) {
    const { location } = await context.oauth.code(context.oauth.client('authorization_code', { redirects: true }));
    const parameters = [...location.searchParams.keys(), ...new URLSearchParams(location.hash.slice(1)).keys()];
    const found = parameters.filter((name) => SECRETS.includes(name));
    context.expect.that(found.length === 0, 'a redirect without tokens or secrets', found.join(', '));
  },
};

export const redirects: CheckFamily = ({ contract }) =>
  contract.operations.some(({ action }) => action.type === 'authorize') ? [redirect] : [];
