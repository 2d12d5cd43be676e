#!/bin/sh
# system-packages.sh portaudio|virtual-devices|servers: what pip cannot bring.
#   portaudio        the shared library that sounddevice opens; without it, print the line to type and stop
#   virtual-devices  that and PulseAudio, for the test with a virtual microphone; without them that test is skipped
#   servers          an MQTT broker and a music player (MPD), for the tests that talk to real ones; without them those are skipped
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

has_portaudio() { .venv/bin/python -c 'import sounddevice' >/dev/null 2>&1; }
has_pulse_plugin() {
    for plugin in /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so /usr/lib*/alsa-lib/libasound_module_pcm_pulse.so; do
        [ -e "$plugin" ] && return 0
    done
    return 1
}
has_servers() { command -v mosquitto >/dev/null 2>&1 && command -v mpd >/dev/null 2>&1; }
has_virtual_devices() {
    command -v pulseaudio >/dev/null 2>&1 && command -v pactl >/dev/null 2>&1 && has_pulse_plugin && has_portaudio
}

# How this system installs packages, and what it calls them.
if command -v apt-get >/dev/null 2>&1; then
    install="apt-get install -y --no-install-recommends"
    portaudio=libportaudio2
    devices="libportaudio2 pulseaudio pulseaudio-utils libasound2-plugins"
elif command -v dnf >/dev/null 2>&1; then
    install="dnf install -y"
    portaudio=portaudio
    devices="portaudio pulseaudio-utils alsa-plugins-pulseaudio"
elif command -v pacman >/dev/null 2>&1; then
    install="pacman -S --needed --noconfirm"
    portaudio=portaudio
    devices="portaudio libpulse alsa-plugins"
elif command -v zypper >/dev/null 2>&1; then
    install="zypper --non-interactive install"
    portaudio=libportaudio2
    devices="libportaudio2 pulseaudio-utils alsa-plugins-pulse"
elif command -v apk >/dev/null 2>&1; then
    install="apk add"
    portaudio=portaudio
    devices="portaudio pulseaudio pulseaudio-utils alsa-plugins-pulse"
else
    install=
    portaudio=
    devices=
fi

# Root, or sudo that asks for no password: a setup that stops at a prompt is not hands-free.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}
may_install() { [ -n "$install" ] && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

# install_now PACKAGES: quiet when it works; its last lines when it does not.
install_now() {
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # Package lists may be missing (a fresh container) or too old to be of use: try, refresh, try again.
    # shellcheck disable=SC2086
    if as_root $install "$@" >"$log" 2>&1; then
        return 0
    fi
    # shellcheck disable=SC2086
    if [ "${install%% *}" = apt-get ] && as_root apt-get update >"$log" 2>&1 && as_root $install "$@" >"$log" 2>&1; then
        return 0
    fi
    tail -n 5 "$log" >&2
    return 1
}

case ${1:-} in
portaudio)
    has_portaudio && exit 0
    if may_install; then
        say "Installing PortAudio's shared library ($portaudio)…"
        # shellcheck disable=SC2086
        install_now $portaudio && has_portaudio && exit 0
    fi
    if [ -n "$install" ]; then
        say "PortAudio's shared library is missing; type: sudo $install $portaudio    and then make again"
    else
        say "PortAudio's shared library is missing; install it with your system's package manager, then make again"
    fi
    exit 1
    ;;
virtual-devices)
    has_virtual_devices && exit 0
    if may_install; then
        say "Installing PulseAudio and PortAudio for the test with a virtual microphone…"
        # shellcheck disable=SC2086
        install_now $devices && has_virtual_devices && exit 0
    fi
    say "No PulseAudio or PortAudio here: the test with a virtual microphone will be skipped."
    [ -z "$install" ] || say "To run it too, type: sudo $install $devices"
    ;;
servers)
    # Debian starts both as services when it installs them; the tests start their own.
    PATH=$PATH:/usr/sbin
    has_servers && exit 0
    if may_install; then
        say "Installing an MQTT broker (mosquitto) and a music player (mpd) for the tests that talk to real ones…"
        install_now mosquitto mpd && has_servers && exit 0
    fi
    say "No mosquitto or mpd here: the tests that talk to real ones will be skipped."
    [ -z "$install" ] || say "To run them too, type: sudo $install mosquitto mpd"
    ;;
*)
    say "system-packages.sh: portaudio, virtual-devices or servers"
    exit 2
    ;;
esac
