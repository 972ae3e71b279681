# shellcheck shell=sh disable=SC2034
# Stands in each maintainer script of the Debian package in place of the line that sources it (package.sh puts it there).

configuration=/etc/supervisor/supervisord.conf
init=/etc/init.d/supervisor
debians_init=/etc/supervisor/init.d-supervisor.debian
# The init script as we put it there, to tell whether somebody has changed it since.
kept_init=/var/lib/supervisor4j/init.d-supervisor

# What Debian's package has under a name that is ours now, and the name that it has meanwhile. The unit has two lines:
# /lib and /usr/lib are one folder, but for dpkg they are not, and it depends on the release which of them Debian says.
diversions="/usr/bin/supervisord /usr/bin/supervisord.debian
/usr/bin/supervisorctl /usr/bin/supervisorctl.debian
/usr/bin/echo_supervisord_conf /usr/bin/echo_supervisord_conf.debian
/usr/bin/pidproxy /usr/bin/pidproxy.debian
/usr/share/man/man1/supervisord.1.gz /usr/share/man/man1/supervisord.debian.1.gz
/usr/share/man/man1/supervisorctl.1.gz /usr/share/man/man1/supervisorctl.debian.1.gz
/usr/share/man/man1/echo_supervisord_conf.1.gz /usr/share/man/man1/echo_supervisord_conf.debian.1.gz
/usr/share/man/man1/pidproxy.1.gz /usr/share/man/man1/pidproxy.debian.1.gz
/lib/systemd/system/supervisor.service /lib/systemd/system/supervisor.service.debian
/usr/lib/systemd/system/supervisor.service /usr/lib/systemd/system/supervisor.service.debian-usr
$init $debians_init
$configuration $configuration.debian"

# installed, config-files (removed, but not purged), and so on; nothing where dpkg does not know the package.
debians_state() {
    dpkg-query -W -f='${db:Status-Status}' supervisor 2>/dev/null || :
}

debians_is_installed() {
    case $(debians_state) in
        '' | not-installed | config-files) return 1 ;;
    esac
}

# Whether Debian's package is there, or at least its settings, which are not ours to remove then.
debians_is_known() {
    case $(debians_state) in
        '' | not-installed) return 1 ;;
    esac
}

# act start, stop, restart: the daemon, by whatever starts services here.
act() {
    if [ -d /run/systemd/system ]; then
        systemctl --system daemon-reload >/dev/null || :
        deb-systemd-invoke "$1" supervisor.service >/dev/null || :
    elif [ -x "$init" ]; then
        invoke-rc.d supervisor "$1"
    fi
}

is_running() {
    if [ -d /run/systemd/system ]; then
        systemctl --quiet is-active supervisor.service
    else
        [ -r /run/supervisord.pid ] && kill -0 "$(cat /run/supervisord.pid)" 2>/dev/null
    fi
}
