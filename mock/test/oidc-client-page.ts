/** A page that signs people in with `oidc-client-ts`, told nothing but where the provider is and which client it is. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** Sent to the browser within the page: `</script` in it would end it there. */
const library = (): string =>
  readFileSync(
    resolve('oidc-client-ts').replace(/umd[\\/]oidc-client-ts\.js$/, 'browser/oidc-client-ts.min.js'),
    'utf8',
  )
    .replaceAll(/\/\/# sourceMappingURL=.*/g, '')
    .replaceAll('</script', '<\\/script');

/** Settings stand in the first URL, and in the session's storage for the ways back: the last, and a hidden frame. */
export const oidcClientPage = (): string => `<!doctype html><title>Members</title><pre id="result"></pre>
<script>${library()}</script>
<script>
const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
if (given.authority) sessionStorage.setItem('settings', JSON.stringify(given));
const { offline, ...settings } = JSON.parse(sessionStorage.getItem('settings'));
const manager = new oidc.UserManager({
  ...settings,
  redirect_uri: location.origin + '/callback',
  silent_redirect_uri: location.origin + '/silent',
  post_logout_redirect_uri: location.origin + '/',
  scope: 'openid profile email' + (offline ? ' offline_access' : ''),
  loadUserInfo: true,
});
const show = async (work) => {
  const result = document.getElementById('result');
  result.textContent = '';
  result.textContent = JSON.stringify(await work.catch((error) => ({ failed: error.error ?? String(error) })));
};
const told = (user) => user && {
  profile: user.profile, access_token: user.access_token, refreshed: user.refresh_token !== undefined, state: user.state, scope: user.scope,
};
if (location.pathname === '/callback') show(manager.signinRedirectCallback().then(told));
else if (location.pathname === '/silent') manager.signinSilentCallback();
else if (location.search) show(manager.signoutRedirectCallback().then(({ userState }) => ({ out: true, userState })));
else show(manager.getUser().then(told));
</script>`;
