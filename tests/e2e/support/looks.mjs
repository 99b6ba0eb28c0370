// What those lose on a page who need it twice as large, in colors that the device chooses, or by the keyboard alone.

/** A screen of 1280 by 800 on which pages are twice as large. */
export const LARGE = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };

/** Fields, buttons and messages without an edge: where the device chooses the colors, shades are gone. */
export const edgeless = (page) =>
  page.evaluate(() => {
    const paper = getComputedStyle(document.documentElement).backgroundColor;
    const drawn = (color) => color !== paper && !/^rgba\(.*, 0\)$/.test(color);
    return [...document.querySelectorAll(".button, .notice, .tag, .person, input, select, textarea")]
      .filter((one) => one.checkVisibility() && !["checkbox", "radio"].includes(one.type))
      .filter((one) => {
        const style = getComputedStyle(one);
        const bordered = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0;
        return !(bordered && drawn(style.borderTopColor)) && !drawn(style.backgroundColor);
      })
      .map((one) => `${one.localName}#${one.id}.${one.className}`);
  });

/** What hides a part of its text, or reaches out of the screen; and whether one scrolls sideways. */
export const cut = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const whole = document.documentElement.scrollWidth;
    const found = [...document.querySelectorAll("body *")]
      .filter((one) => one.checkVisibility() && !one.closest(".skip, svg"))
      .filter((one) => {
        const { left, right } = one.getBoundingClientRect();
        const hidden = getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth && one.localName !== "input";
        return left < 0 || right > wide || hidden;
      })
      .map((one) => `${one.localName}#${one.id}.${one.className}`);
    return whole > wide ? [`all of it: ${whole} px wide`, ...found] : found;
  });

/** What the keyboard comes to without anybody seeing it there. */
export async function ringless(page) {
  // What is focused from then on is by the keyboard.
  await page.keyboard.press("Tab");
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((one) => one.checkVisibility() && !one.disabled)
      .filter((one) => {
        one.focus();
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return document.activeElement !== one || outlineStyle !== "solid" || parseFloat(outlineWidth) < 2;
      })
      .map((one) => `${one.localName}#${one.id}.${one.className}`),
  );
}
