/** `page`: a small HTML page that says who is signed in. */
import type { ActionStep } from '../call.ts';
import type { OperationPlan, Plan } from '../contract/plan.ts';
import { actionOf } from './action-of.ts';
import { escapeHtml, page as htmlPage } from './oauth/html.ts';

export function page(operation: OperationPlan, plan: Plan): ActionStep {
  const { title } = actionOf(operation, 'page');
  const place = `<p>This page stands in the sandbox for ${escapeHtml(plan.title)}.</p>`;
  return ({ identification }) => {
    if (identification.state !== 'good') return { answer: htmlPage(title, `<p>Nobody is signed in.</p>\n${place}`) };
    const { user, id, tenant } = identification.caller;
    const who = user?.name ?? user?.username ?? id;
    const of = plan.tenants.get(tenant)?.name ?? tenant;
    return { answer: htmlPage(title, `<p>Signed in as <strong>${escapeHtml(who)}</strong> of <strong>${escapeHtml(of)}</strong>.</p>\n${place}`) };
  };
}
