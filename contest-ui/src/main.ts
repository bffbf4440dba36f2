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

function show(target: HTMLElement): void {
  target.replaceChildren();
  mount(App, { target });
}
