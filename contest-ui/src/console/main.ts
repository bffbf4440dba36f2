import '../tokens.css';
import '../base.css';
import './console.css';
import { mount } from 'svelte';
import { restore } from '../i18n/lang.svelte';
import { applyTheme } from '../shell/theme.svelte';
import Console from './Console.svelte';
import { listen } from './shell/place.svelte';
import { session } from './shell/session.svelte';

const target = document.getElementById('app');
if (target !== null) {
  applyTheme();
  listen();
  void Promise.all([restore(), session.restore()]).then(() => {
    target.replaceChildren();
    mount(Console, { target });
  });
}
