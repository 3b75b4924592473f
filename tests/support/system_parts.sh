#!/usr/bin/env bash
# The system parts that the tests need. Installs the missing ones where that is allowed (root, or sudo without a
# password); else says which are missing and fails. CHROME_BIN names a browser of your own.
set -euo pipefail

have() { command -v "$1" >/dev/null 2>&1; }
browser() {
  if [ -n "${CHROME_BIN:-}" ]; then [ -x "$CHROME_BIN" ] || have "$CHROME_BIN"; return; fi
  have chromium || have chromium-browser || have google-chrome
}
postgresql() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || have initdb; }

missing() {
  browser || echo chromium
  postgresql || echo postgresql
  have pdftoppm || echo poppler-utils
  have qpdf || echo qpdf
}

parts="$(missing | xargs)"
[ -n "$parts" ] || exit 0
sudo=""
if [ "$(id -u)" != 0 ]; then
  if have sudo && sudo -n true 2>/dev/null; then sudo="sudo -n"; else sudo="no"; fi
fi
if [ "$sudo" != no ] && have apt-get; then
  echo "Installing $parts …"
  # Debian's package would start a server of its own at once; the tests bring a private one.
  if [ ! -e /etc/postgresql-common/createcluster.conf ] && [[ " $parts " == *" postgresql "* ]]; then
    $sudo mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  $sudo apt-get update -qq
  # shellcheck disable=SC2086
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $parts >/dev/null
fi
parts="$(missing | xargs)"
[ -z "$parts" ] && exit 0
echo "The tests need: $parts. Install them: sudo apt install $parts" >&2
echo "(a browser of your own: CHROME_BIN=/path/to/chrome make test)" >&2
exit 1
