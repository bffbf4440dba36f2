import './tokens.css';
import './base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { restore } from './i18n/lang.svelte';
import { listen } from './shell/place.svelte';
import { applyTheme } from './shell/theme.svelte';

const target = document.getElementById('app');
if (target !== null) {
  applyTheme();
  listen();
  void restore().then(() => show(target));
}

// After everything that the first screen needs; an old browser or an insecure page does without.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => setTimeout(() => void navigator.serviceWorker.register('/sw.js').catch(() => undefined), 3000));
}

function show(target: HTMLElement): void {
  target.replaceChildren();
  mount(App, { target });
}
