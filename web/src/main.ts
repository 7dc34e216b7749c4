/** The page's beginning: the components, then the box. */
import './app.ts';
import { box } from './box/box.ts';

box.follow();
