/** First words of run names: short, and kind to everybody. */
export const ADJECTIVES: readonly string[] = (
  "able agile airy amber ample apt arctic brave breezy bright brisk calm candid clear clever cosy crisp daring " +
  "deft dusty eager early easy fair fancy fleet fond fresh gentle glad golden grand happy hardy hazy honest " +
  "humble jolly keen kind light lively lucky lunar mellow merry mild misty modest neat nimble noble patient " +
  "placid polite proud quick quiet ready rosy round royal rustic sandy serene silent silver simple sleek smooth " +
  "snowy soft solar solid spry steady sunny swift tidy tranquil upbeat vivid warm wise witty young zesty"
).split(" ");

/** Second words of run names. */
export const ANIMALS: readonly string[] = (
  "alpaca antelope badger bat beaver bison bobcat camel caribou cat cheetah cobra condor corgi cougar coyote " +
  "crane cricket dolphin donkey dove dragonfly duck eagle egret elk falcon ferret finch firefly fox gazelle gecko " +
  "gibbon giraffe goose hamster hare hawk hedgehog heron ibex ibis iguana impala jackal jaguar kestrel kiwi koala " +
  "lark lemur leopard lion lizard llama lynx magpie marmot marten mole moose moth newt ocelot octopus orca oriole " +
  "osprey otter owl panda panther parrot pelican penguin pheasant pigeon pony puffin puma quail rabbit raccoon " +
  "raven robin salmon seal sparrow squid stork swallow swan tapir tern tiger toucan trout turtle walrus wombat " +
  "wren yak zebra"
).split(" ");
