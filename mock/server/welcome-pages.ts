/** What a person sees who opens the sandbox in a browser. Clients that do not ask for a page never do. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml, page } from '../auth/html-page.ts';
import { exampleRequest } from '../contract/examples/curl-example.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { CONTROL_PREFIX } from '../request/control-prefix.ts';

/** Operations that a page lists at most. */
const MOST_OPERATIONS = 200;

/** Whether a browser asks, which takes pages before anything else. */
export const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && /^\s*text\/html\b/i.test(headers.accept ?? '');

export interface WelcomeOptions {
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  readonly sandbox: string;
  readonly baseUrl: (contract: string) => string;
  /** Whether there is a control plane to link to. */
  readonly control: boolean;
}

const link = (url: string, text: string): string => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;

/** @param query `contract=acme` */
function controlUrl(path: string, sandbox: string, query = ''): string {
  const search = [query, sandbox === 'default' ? '' : `sandbox=${sandbox}`].filter((part) => part !== '').join('&');
  return `${CONTROL_PREFIX}${path}${search === '' ? '' : `?${search}`}`;
}

function links(name: string, { sandbox, control }: WelcomeOptions): string {
  if (!control) return '';
  return `<dd>${link(controlUrl(`/credentials/${name}`, sandbox), 'credentials')} · ${link(controlUrl('/journal', sandbox, `contract=${name}`), 'requests')} · ${link(controlUrl('/journal', sandbox, `contract=${name}&refused=true`), 'refusals, with their reasons')}</dd>`;
}

function send(reply: FastifyReply, title: string, main: string): FastifyReply {
  const { body, contentType, headers } = page(title, main);
  return reply.code(200).headers(headers).header('vary', 'Accept').type(contentType).send(body);
}

/** The page at `/` and at the control plane's own address. */
export function sendWelcome(reply: FastifyReply, options: WelcomeOptions): FastifyReply {
  const { contracts, baseUrl, control } = options;
  const entries = [...contracts.values()]
    .map(
      ({ name, title }) =>
        `<dt>${link(baseUrl(name), title)}</dt>\n<dd>base URL <code>${escapeHtml(baseUrl(name))}</code></dd>\n${links(name, options)}`,
    )
    .join('\n');
  return send(
    reply,
    'Tollgate',
    `<p>This is a sandbox of API authentication. Point your client at one of these, change nothing but the base URL, and it behaves like the provider: tokens expire, scopes and signatures are checked, one-time passwords arrive.</p>
<dl>
${entries}
</dl>
${control ? `<p>Refused, and you do not know why? Every answer has a number in <code>x-tollgate-request</code>: <code>tollgate explain</code> with that number says what to change. ${link(controlUrl('/journal', options.sandbox, 'refused=true'), 'All refusals')} · ${link(controlUrl('/clock', options.sandbox), 'the clock')} · ${link(controlUrl('/otp', options.sandbox), 'one-time passwords')}</p>` : ''}`,
  );
}

/** The page at a contract's base URL. */
export function sendContractPage(
  reply: FastifyReply,
  contract: CompiledContract,
  options: WelcomeOptions,
): FastifyReply {
  const { name, title, operations } = contract;
  const url = options.baseUrl(name);
  const shown = operations.slice(0, MOST_OPERATIONS).map(({ method, path }) => `${method.padEnd(7)}${path}`);
  const more = operations.length - shown.length;
  return send(
    reply,
    title,
    `<p>This is a sandbox of this API, and this is the base URL that your client takes:</p>
<pre><code>${escapeHtml(url)}</code></pre>
<p>A request to begin with:</p>
<pre><code>${escapeHtml(exampleRequest(contract, url))}</code></pre>
<dl><dt>Where to look</dt>
${links(name, options)}
<dd>${link('/', 'every contract of this sandbox')}</dd></dl>
<p>Its operations:</p>
<pre><code>${escapeHtml(shown.join('\n'))}${more > 0 ? `\nand ${more} more` : ''}</code></pre>`,
  );
}
