/** What a person sees who opens the sandbox in a browser. Clients that do not ask for a page never do. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml, page } from '../auth/html-page.ts';
import { exampleRequest } from '../contract/examples/curl-example.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { DEFAULT_SANDBOX } from '../sandboxes/create-world.ts';

/** Operations that a page lists at most. */
const MOST_OPERATIONS = 200;

/** Whether a browser asks, which takes pages before anything else. */
export const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && /^\s*text\/html\b/i.test(headers.accept ?? '');

export interface WelcomeOptions {
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  readonly sandbox: string;
  readonly baseUrl: (contract: string) => string;
  /** Path of the control plane, which is the console's too; undefined where there is none. */
  readonly control: string | undefined;
}

const link = (url: string, text: string): string => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;

/** A place of the console. */
const consoleUrl = (place: string, { control, sandbox }: WelcomeOptions): string =>
  `${control!}${sandbox === DEFAULT_SANDBOX ? '' : `?sandbox=${encodeURIComponent(sandbox)}`}#/${place}`;

function send(reply: FastifyReply, title: string, main: string): FastifyReply {
  const { body, contentType, headers } = page(title, main);
  return reply.code(200).headers(headers).header('vary', 'Accept').type(contentType).send(body);
}

/** The page at `/` of a server without a control plane, which a console could ask. */
export function sendWelcome(reply: FastifyReply, { contracts, baseUrl }: WelcomeOptions): FastifyReply {
  const entries = [...contracts.values()]
    .map(
      ({ name, title }) =>
        `<dt>${link(baseUrl(name), title)}</dt>\n<dd>base URL <code>${escapeHtml(baseUrl(name))}</code></dd>`,
    )
    .join('\n');
  return send(
    reply,
    'Tollgate',
    `<p>This is a sandbox of API authentication. Point your client at one of these, change nothing but the base URL, and it behaves like the provider: tokens expire, scopes and signatures are checked, one-time passwords arrive.</p>
<dl>
${entries}
</dl>`,
  );
}

function places(name: string, options: WelcomeOptions): string {
  if (options.control === undefined) return '';
  return `<p>Refused, and you do not know why? ${link(consoleUrl('requests', options), 'The console')} shows each request as it comes, and says what to change. It has the ${link(consoleUrl(`providers/${name}`, options), 'credentials')} too.</p>`;
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
${places(name, options)}
<p>Its operations:</p>
<pre><code>${escapeHtml(shown.join('\n'))}${more > 0 ? `\nand ${more} more` : ''}</code></pre>`,
  );
}
