// Parts of a page that are asked for after it: <section data-part="ADDRESS"> holds a link to the same until it is there.
for (const place of document.querySelectorAll("[data-part]")) fill(place);

async function fill(place) {
  try {
    const answer = await fetch(place.dataset.part, { headers: { "X-Part": "yes" } });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  } catch {
    // the link stays
  }
}
