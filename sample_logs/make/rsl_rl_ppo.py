"""rsl_rl: PPO with its OnPolicyRunner on 256 made-up point masses."""

import stepclock
import torch
from rsl_rl.env import VecEnv
from rsl_rl.runners import OnPolicyRunner
from tensordict import TensorDict


class Points(VecEnv):
    """Push a point to the origin; an episode lasts 100 steps."""

    def __init__(self):
        self.num_envs, self.num_actions, self.max_episode_length = 256, 2, 100
        self.episode_length_buf = torch.zeros(256, dtype=torch.long)
        self.device, self.cfg = "cpu", {}
        self.place, self.speed = torch.randn(256, 2), torch.zeros(256, 2)

    def get_observations(self):
        return TensorDict({"policy": torch.cat([self.place, self.speed], 1)}, batch_size=[256])

    def step(self, actions):
        self.speed = 0.9 * self.speed + 0.1 * actions.clamp(-1, 1)
        self.place = self.place + 0.1 * self.speed
        self.episode_length_buf += 1
        over = self.episode_length_buf >= self.max_episode_length
        self.place[over], self.speed[over] = torch.randn(int(over.sum()), 2), 0.0
        self.episode_length_buf[over] = 0
        return self.get_observations(), -self.place.norm(dim=1), over.long(), {"time_outs": over}


torch.set_num_threads(1)
net = {"class_name": "MLPModel", "hidden_dims": [128, 128], "activation": "elu"}
normal = {"class_name": "GaussianDistribution", "init_std": 1.0}
configuration = {
    "num_steps_per_env": 24,
    "save_interval": 50,
    "obs_groups": {"actor": ["policy"], "critic": ["policy"]},
    "actor": {**net, "distribution_cfg": normal},
    "critic": dict(net),
    "algorithm": {"class_name": "PPO", "num_learning_epochs": 5, "num_mini_batches": 4},
}
runner = OnPolicyRunner(Points(), configuration, log_dir="out-rsl", device="cpu")
update = runner.alg.update


def counted():
    """The update that ends an iteration, counted."""
    losses = update()
    stepclock.tick()
    return losses


runner.alg.update = counted
runner.learn(num_learning_iterations=80)
