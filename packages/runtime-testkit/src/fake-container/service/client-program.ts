/**
 * The program `container` of the fake, in Perl, which every Linux and every Mac has: a suite makes thousands of calls, and
 * each would cost a tenth of a second of processor time in Node. It does what the real one does: it passes on what it is
 * told, carries bytes, and does not understand any of it. `SOCKET` is replaced by the service's path.
 */
export const CLIENT_PROGRAM = String.raw`#!/usr/bin/perl
use strict; use warnings; use Socket; use Fcntl; use Errno qw(EINTR EAGAIN);

socket(my $service, PF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
connect($service, pack_sockaddr_un('SOCKET')) or do { print STDERR "fake container: no service\n"; exit 70 };
fcntl($service, F_SETFL, O_NONBLOCK) or die "fcntl: $!";
$| = 1; $SIG{PIPE} = 'IGNORE';
my ($out, $in, $reads, $console, $forces, $interrupts) = ('', '', 0, '', 0, 0);

sub tell_service { my ($kind, $content) = @_; $out .= pack('aN', $kind, length $content) . $content }
sub terminal_size { my $size = -t STDIN ? qx(stty size <&0 2>/dev/null) : ''; chomp $size; $size }
sub pass_on { my ($handle, $bytes) = @_;
  while (length $bytes) {
    my $wrote = syswrite $handle, $bytes;
    if (!defined $wrote) { next if $! == EINTR || $! == EAGAIN; return }
    substr($bytes, 0, $wrote) = '';
  }
}
sub leave { my ($code) = @_; system 'stty', $console if $console ne ''; exit $code }
sub complain { my ($name, $number) = @_;
  print STDERR qq(failed to send signal: ["error": invalidArgument: "missing signal in xpc message", "signal": $number]\n);
  return unless $name eq 'TERM' || $name eq 'INT';
  return unless ++$interrupts >= 3 && $forces;
  print STDERR "Received 3 SIGINT/SIGTERM's, forcefully exiting.\n";
  leave(1);
}

tell_service('R', join "\0", (-t STDIN ? 1 : 0), terminal_size(), scalar @ARGV, @ARGV, map { "$_=$ENV{$_}" } keys %ENV);
while (1) {
  my ($want_read, $want_write) = ('', '');
  vec($want_read, fileno $service, 1) = 1;
  vec($want_read, 0, 1) = 1 if $reads && length $out < 65536;
  vec($want_write, fileno $service, 1) = 1 if length $out;
  next if select($want_read, $want_write, undef, undef) < 0;
  if (vec($want_write, fileno $service, 1)) {
    my $wrote = syswrite $service, $out;
    substr($out, 0, $wrote) = '' if $wrote;
  }
  if ($reads && vec($want_read, 0, 1)) {
    my $got = sysread STDIN, my $bytes, 65536;
    if ($got) { tell_service('I', $bytes) } elsif (defined $got || $! != EINTR) { $reads = 0; tell_service('E', '') }
  }
  next unless vec($want_read, fileno $service, 1);
  my $got = sysread $service, $in, 65536, length $in;
  leave(255) if defined $got && $got == 0;
  while (length $in >= 5) {
    my ($kind, $length) = unpack 'aN', $in;
    last if length $in < 5 + $length;
    my $content = substr $in, 5, $length;
    substr($in, 0, 5 + $length) = '';
    if ($kind eq 'o') { pass_on(\*STDOUT, $content) }
    elsif ($kind eq 'e') { pass_on(\*STDERR, $content) }
    elsif ($kind eq 'x') { leave($content) }
    elsif ($kind eq 'i') { $reads = 1 }
    elsif ($kind eq 'h') { $SIG{$_} = 'IGNORE' for qw(TERM INT HUP) }
    elsif ($kind eq 'a') {
      $forces = $content eq 'forces';
      for my $pair ([TERM => 15], [INT => 2], [USR1 => 10], [USR2 => 12], [WINCH => 28]) {
        my ($name, $number) = @$pair;
        $SIG{$name} = sub { complain($name, $number) };
      }
    }
    elsif ($kind eq 'c') {
      $console = qx(stty -g <&0); chomp $console;
      system 'stty', 'raw', '-echo';
      $SIG{$_} = 'IGNORE' for qw(TERM INT USR1 USR2);
      $SIG{WINCH} = sub { tell_service('W', terminal_size()) };
      tell_service('W', terminal_size());
    }
  }
}
`;
