// @ts-check
// The tab About this evidence.

class AboutTab {
  constructor() { this.panel = byId("panel-about"); }

  show() {}
}
