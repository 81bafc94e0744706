// Content alone, as large as the screen.

export class FullScreen {
    /** @param {HTMLElement} place what fills the screen @param {HTMLElement|null} button */
    constructor(place, button) {
        this.place = place;
        if (!button || !document.fullscreenEnabled) return; // telephones of one maker have none
        button.hidden = false;
        button.addEventListener('click', () => void place.requestFullscreen({ navigationUI: 'hide' }).catch(() => {}));
    }

    /** The learner has to see the bar again. */
    leave() {
        if (document.fullscreenElement === this.place) void document.exitFullscreen().catch(() => {});
    }
}
