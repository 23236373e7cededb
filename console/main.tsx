/** Starts the console in the page that the server sends. */
import { render } from 'preact';
import { App } from './app.tsx';
import { startClock } from './state/clock.ts';
import { startInbox } from './state/inbox.ts';
import { startFeed } from './state/journal-feed.ts';
import { startTokens } from './state/tokens.ts';

startFeed();
startClock();
startInbox();
startTokens();
render(<App />, document.body);
