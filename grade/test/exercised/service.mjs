/**
 * A service as `tollgate exercise` runs it: configured by its environment alone. `careless` as its argument makes it try
 * again at once, `impatient` not at all.
 */
const {
  ENGAGIFII_REVENUE_BASE_URL: base,
  ENGAGIFII_REVENUE_CLIENT_ID: id,
  ENGAGIFII_REVENUE_CLIENT_SECRET: secret,
} = process.env;
const careless = process.argv.includes('careless');
const impatient = process.argv.includes('impatient');
const me = { client_id: id, client_secret: secret };
const post = (path, fields) =>
  fetch(`${base}${path}`, { method: 'POST', body: new URLSearchParams({ ...fields, ...me }) });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function patiently(call) {
  for (let tries = 0; tries < 5; tries++) {
    const response = await call().catch(() => undefined);
    if (response !== undefined && response.status < 500 && response.status !== 429) return response;
    if (impatient) break;
    if (!careless)
      await wait(Number(response?.headers.get('retry-after') ?? 0) * 1000 + 30 * 2.5 ** tries + 20 * Math.random());
  }
  throw new Error('gave up');
}

const token = async () => {
  const response = await patiently(() =>
    post('/oauth/token', { grant_type: 'client_credentials', scope: 'revenue.api.read' }),
  );
  return (await response.json()).access_token;
};

let bearer = await token();
for (const page of [1, 2, 3, 4]) {
  const list = () =>
    fetch(`${base}/api/1.0/invoice?pageNumber=${page}`, {
      headers: { authorization: `Bearer ${bearer}`, 'api-version': '1.0', 'tenant-code': 'TENANT123' },
    });
  let response = await patiently(list);
  if (response.status === 401) {
    bearer = await token();
    response = await patiently(list);
  }
  console.log(`page ${page}: ${response.status}`);
}
await post('/oauth/revoke', { token: bearer });
if (process.argv.includes('failing')) process.exit(3);
