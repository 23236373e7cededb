/** Agrees to an authorization request on the sandbox's page, as a person in a browser or a team's own script does. */
const pairs = (html: string, tag: RegExp): [string, string][] =>
  [...html.matchAll(tag)].map(([, name = '', value = '']) => [name, value]);

/** @returns where the browser is sent */
export async function agree(authorizeUrl: string): Promise<string> {
  const page = await (await fetch(authorizeUrl)).text();
  const fields: [string, string][] = [
    ...pairs(page, /<input type="hidden" name="([^"]*)" value="([^"]*)"/g),
    ...pairs(page, /<select[^>]* name="([^"]*)"[^>]*>\s*<option value="([^"]*)"/g),
    ['decision', 'approve'],
  ];
  const [url = ''] = authorizeUrl.split('?');
  const sent = await fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
  return sent.headers.get('location') ?? `no redirect, but ${sent.status}`;
}

/** The same as a shell command, for `capabilities.consent`. */
export const AGREE_COMMAND = `${process.execPath} --input-type=module -e 'import { agree } from "${import.meta.url}"; console.log("opening a browser"); console.log(await agree(process.env.AUTHORIZE_URL))'`;
