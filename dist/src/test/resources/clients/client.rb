# XMLRPC::Client, from Debian's ruby-xmlrpc.
require 'json'
require 'xmlrpc/client'

_, port, user, password = ARGV
client = XMLRPC::Client.new('127.0.0.1', '/RPC2', port.to_i, nil, nil, user, password)
say = lambda do |label, *call|
  told = begin
    client.call(*call)
  rescue XMLRPC::FaultException => fault
    ['fault', fault.faultCode, fault.faultString]
  end
  puts "#{label}: #{JSON.generate(told)}"
end

say['state', 'supervisor.getState']
say['methods', 'system.listMethods']
say['start', 'supervisor.startProcess', 'g:a']
say['start again', 'supervisor.startProcess', 'g:a', true]
say['group', 'supervisor.stopProcessGroup', 'g']
say['no such name', 'supervisor.getProcessInfo', 'grüß <&> 😀']
say['clear', 'supervisor.clearProcessLogs', 'cat']
say['stdin', 'supervisor.sendProcessStdin', 'cat', "grüß <&> € 😀\n"]
say['several', 'system.multicall', [{ methodName: 'supervisor.getAPIVersion', params: [] }, { methodName: 'x' }]]
