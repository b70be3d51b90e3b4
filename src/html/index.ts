export { escapeHtml } from './escape.ts';
export { renderPage } from './page.ts';
export { sanitise } from './sanitise.ts';
