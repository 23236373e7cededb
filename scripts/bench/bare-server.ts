/** Bare Fastify routes: they answer the very bytes they are given, and check nothing. */
import Fastify from 'fastify';

const app = Fastify({ forceCloseConnections: true });
let body: unknown = {};
app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) =>
  done(null, Object.fromEntries(new URLSearchParams(text as string))),
);
app.put('/answer', (request) => {
  body = request.body;
  return {};
});
app.get('/*', () => body);
app.post('/form', () => body);
process.once('SIGTERM', () => void app.close());
const url = await app.listen({ port: 0, host: '127.0.0.1' });
console.log(JSON.stringify({ ready: true, url }));
