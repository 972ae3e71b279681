# Frontier::Client, from Debian's libfrontier-rpc-perl, whose parser is expat.
use strict;
use warnings;
use Frontier::Client;
use JSON::PP;

my (undef, $port, $user, $password) = @ARGV;
my $json = JSON::PP->new->canonical->utf8->allow_blessed->convert_blessed;
my $client = Frontier::Client->new(url => "http://$user:$password\@127.0.0.1:$port/RPC2");

sub Frontier::RPC2::Boolean::TO_JSON { return $_[0]->value ? JSON::PP::true : JSON::PP::false }

sub say_it {
    my ($label, @call) = @_;
    my $told = eval { $client->call(@call) };
    $told = $@ =~ s/ at \S+ line \d+.*//sr if $@;
    print "$label: ", $json->encode([$told]), "\n";
}

say_it('state', 'supervisor.getState');
say_it('methods', 'system.listMethods');
say_it('start', 'supervisor.startProcess', 'g:a');
say_it('start again', 'supervisor.startProcess', 'g:a', $client->boolean(1));
say_it('stop', 'supervisor.stopProcess', 'g:a');
say_it('no such name', 'supervisor.getProcessInfo', $client->string('nosuch'));
say_it('group', 'supervisor.startProcessGroup', 'g');
say_it('one', 'supervisor.stopProcess', 'g:a');
say_it('other', 'supervisor.stopProcess', 'g:b');
