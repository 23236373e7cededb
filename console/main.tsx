/** Starts the console in the page that the server sends. */
import { render } from 'preact';
import { App } from './app.tsx';
import { startClock } from './state/clock.ts';
import { startFeed } from './state/journal-feed.ts';

startFeed();
startClock();
render(<App />, document.body);
