// Asks how far the worker is, and says it; when it is over, the page itself tells the rest.
const place = document.querySelector('[data-progress]');
const PAUSE = 1500;

async function ask() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return location.reload();
    const state = await answer.json();
    if (state.over) return location.reload();
    show(state);
  } catch {
    // no network for a moment: ask again
  }
  setTimeout(ask, PAUSE);
}

function show(state) {
  place.querySelector('progress').value = state.percent;
  place.querySelector('[data-percent]').textContent = `${state.percent} %`;
  place.querySelector('[data-numbers]').textContent = state.numbers;
  const said = place.querySelector('[data-sentence]');
  if (said.textContent !== state.sentence) said.textContent = state.sentence;
}

if (place) setTimeout(ask, PAUSE);
