# RPC::XML, from Debian's librpc-xml-perl: a decoder that tells the types apart.
use strict;
use warnings;
use JSON::PP;
use RPC::XML;
use RPC::XML::Client;

my (undef, $port, $user, $password) = @ARGV;
my $json = JSON::PP->new->canonical->utf8;
$RPC::XML::ENCODING = 'utf-8';
my $client = RPC::XML::Client->new("http://127.0.0.1:$port/RPC2");
$client->credentials('default', $user, $password);

sub say_it {
    my ($label, $method, @parameters) = @_;
    my $answer = $client->send_request($method, @parameters);
    die "$label: $answer" unless ref $answer;
    my $told = $answer->is_fault ? ['fault', $answer->code, $answer->string] : $answer->value;
    print "$label: ", $answer->type, ' ', $json->encode([$told]), "\n";
    return $answer->value;
}

say_it('state', 'supervisor.getState');
say_it('version', 'supervisor.getAPIVersion');
say_it('methods', 'system.listMethods');
say_it('start', 'supervisor.startProcess', 'g:a', RPC::XML::boolean->new(1));
say_it('start again', 'supervisor.startProcess', 'g:a', RPC::XML::int->new(1));
say_it('group', 'supervisor.stopProcessGroup', 'g');
say_it('no such name', 'supervisor.getProcessInfo', RPC::XML::string->new('nosuch <&>'));
say_it('several', 'system.multicall', [{methodName => 'supervisor.getAPIVersion', params => []}, {methodName => 'x'}]);
say_it('reread', 'supervisor.reloadConfig');
