/** `page`: a small HTML page that says who is signed in. */
import { chain } from '../../state/awaitable.ts';
import type { ActionStep } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';
import { actionOf } from '../../request/operation-action.ts';
import { escapeHtml, page as htmlPage } from '../html-page.ts';
import type { SessionRecord } from '../sessions/session-records.ts';

export function page(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { title } = actionOf(operation, 'page');
  const place = `<p>This page stands in the sandbox for ${escapeHtml(contract.title)}.</p>`;
  const nobody = { answer: htmlPage(title, `<p>Nobody is signed in.</p>\n${place}`) };
  return ({ identification, world }) => {
    if (identification.state !== 'good') return nobody;
    const { user, id, tenant, session } = identification.caller;
    const of = world.people.tenants.get(tenant)?.name ?? tenant;
    return chain(session === undefined ? undefined : world.store.get<SessionRecord>(session), (record) => {
      const who = record?.name ?? user?.name ?? user?.username ?? id;
      return {
        answer: htmlPage(
          title,
          `<p>Signed in as <strong>${escapeHtml(who)}</strong> of <strong>${escapeHtml(of)}</strong>.</p>\n${place}`,
        ),
      };
    });
  };
}
