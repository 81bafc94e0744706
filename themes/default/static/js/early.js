// Runs before the first paint: light or dark as the device asks, or as the person chose here.
const chosen = localStorage.getItem('tessera-theme');
const dark = matchMedia('(prefers-color-scheme: dark)');
const apply = () => {
    document.documentElement.dataset.bsTheme = chosen ?? (dark.matches ? 'dark' : 'light');
};
apply();
dark.addEventListener('change', apply);
