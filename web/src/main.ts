/** The page's beginning: its looks and language, then its components, then the box and its door. */
import { App } from './app.ts';
import { box } from './box/box.ts';
import { door } from './box/door.ts';
import { applyAppearance, choices } from './choices.ts';
import { speakLanguage } from './text/text.ts';

applyAppearance(choices.appearance());
await speakLanguage();
customElements.define('hf-app', App);
box.follow();
void door.look();
